package io.pushcast.quarkus.it;

import io.pushcast.mapping.PublishTo;

/** Every event about an order also goes to the order's own channel. */
@PublishTo(channel = "order.{orderId}")
public interface OrderEvent {

    String orderId();
}
