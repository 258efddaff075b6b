package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pushcast.Pushcast;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Messages that carry their number, published to some channels in turn, so that it shows if one is lost or overtaken. */
final class NumberedMessages {

    private final int channels;
    private final List<CompletableFuture<Delivery>> deliveries = new ArrayList<>();

    private NumberedMessages(int channels) {
        this.channels = channels;
    }

    static NumberedMessages over(int channels) {
        return new NumberedMessages(channels);
    }

    /** Publishes so many more. */
    NumberedMessages publish(Pushcast pushcast, int messages) {
        return publish(pushcast, messages, Duration.ofMinutes(1));
    }

    /** Publishes so many more, which have this long to be delivered. */
    NumberedMessages publish(Pushcast pushcast, int messages, Duration deadline) {
        for (int i = 0; i < messages; i++) {
            int number = deliveries.size();
            deliveries.add(pushcast.to(channel(number % channels))
                    .named("counted")
                    .payload(number)
                    .deadline(deadline)
                    .publish()
                    .toCompletableFuture());
        }
        return this;
    }

    private static String channel(int index) {
        return "channel-" + index;
    }

    /** Waits for all of them, and fails if one was not delivered. */
    List<Delivery> delivered() {
        return deliveries.stream()
                .map(delivery -> delivery.orTimeout(30, TimeUnit.SECONDS).join())
                .toList();
    }

    /** Waits for all of them, which have arrived at this server once and in order. */
    List<Delivery> delivered(EmbeddedPusher server) {
        List<Delivery> delivered = delivered();
        assertAllArrivedInOrder(server.events());
        assertThat(server.events()).hasSize(deliveries.size());
        return delivered;
    }

    /** Waits for all of them, which have arrived at this server in order, some perhaps twice. */
    List<Delivery> deliveredInOrder(EmbeddedPusher server) {
        List<Delivery> delivered = delivered();
        assertAllArrivedInOrder(server.events());
        return delivered;
    }

    /** Waits for one of them, which is to fail. */
    DeliveryException failure(int number) {
        return failureOf(deliveries.get(number));
    }

    static DeliveryException failureOf(CompletableFuture<?> delivery) {
        CompletionException failed = catchThrowableOfType(
                CompletionException.class,
                () -> delivery.orTimeout(30, TimeUnit.SECONDS).join());
        assertThat(failed).hasCauseInstanceOf(DeliveryException.class);
        return (DeliveryException) failed.getCause();
    }

    /** Each arrived; and those of one channel, counted when they first did, in the order in which they were published. */
    void assertAllArrivedInOrder(List<RecordedEvent> events) {
        for (int channel = 0; channel < channels; channel++) {
            assertThat(firstArrivals(events, channel(channel))).isEqualTo(published(channel));
        }
    }

    private List<String> published(int channel) {
        return IntStream.range(0, deliveries.size())
                .filter(number -> number % channels == channel)
                .mapToObj(String::valueOf)
                .toList();
    }

    static List<String> firstArrivals(List<RecordedEvent> events, String channel) {
        return events.stream()
                .filter(event -> event.channel().equals(channel))
                .map(RecordedEvent::data)
                .filter(new HashSet<>()::add)
                .toList();
    }
}
