package io.pushcast.spring.event.wrong;

import io.pushcast.mapping.PublishTo;

/** Its template names no property. */
@PublishTo(channel = "private-orders.{custmerId}")
public record Misspelt(String customerId) {

    static {
        Loaded.initialised.set(true);
    }
}
