package io.pushcast.examples.orders;

import io.pushcast.mapping.PublishTo;
import java.math.BigDecimal;

/** An order has been placed. Seen by the customer's own pages. */
@PublishTo(channel = "private-orders.{customerId}", event = "order-placed")
record OrderPlaced(String orderId, String customerId, String item, BigDecimal total) {}
