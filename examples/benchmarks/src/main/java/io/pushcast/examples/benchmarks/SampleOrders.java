package io.pushcast.examples.benchmarks;

import io.pushcast.examples.benchmarks.OrderPlaced.Item;
import java.math.BigDecimal;
import java.util.List;

/** Events made beforehand, so that making them costs no contender anything. Safe for use by several threads. */
final class SampleOrders {

    private static final int EVENTS = 10_000;

    private final OrderPlaced[] events = new OrderPlaced[EVENTS];

    private SampleOrders(int channels) {
        for (int i = 0; i < EVENTS; i++) {
            events[i] = new OrderPlaced(
                    "o-" + (100_000 + i),
                    "c-" + i % channels,
                    BigDecimal.valueOf(1_999 + i, 2),
                    "EUR",
                    List.of(new Item("Darjeeling First Flush", 1 + i % 5), new Item("Teapot, cast iron", 1)));
        }
    }

    /** Events that go to so many channels in turn. */
    static SampleOrders toChannels(int channels) {
        return new SampleOrders(channels);
    }

    /** The event of that number; the same ones come again and again. */
    OrderPlaced get(long number) {
        return events[(int) (number % EVENTS)];
    }
}
