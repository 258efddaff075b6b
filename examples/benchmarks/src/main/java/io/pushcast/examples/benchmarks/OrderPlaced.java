package io.pushcast.examples.benchmarks;

import io.pushcast.mapping.PublishTo;
import java.math.BigDecimal;
import java.util.List;

/**
 * The event that is published: about 200 bytes of JSON. Each customer has a channel.
 *
 * @param orderId which order
 * @param customerId whose order; also what the template above reads
 * @param total what it costs
 * @param currency in what
 * @param items what was ordered
 */
@PublishTo(channel = OrderPlaced.CHANNEL_PREFIX + "{customerId}", event = OrderPlaced.NAME)
record OrderPlaced(String orderId, String customerId, BigDecimal total, String currency, List<Item> items) {

    static final String CHANNEL_PREFIX = "private-orders.";
    static final String NAME = "order-placed";

    /** One line of the order. */
    record Item(String name, int quantity) {}

    /** Where a client without mappings has to be told to send it. */
    String channel() {
        return CHANNEL_PREFIX + customerId;
    }
}
