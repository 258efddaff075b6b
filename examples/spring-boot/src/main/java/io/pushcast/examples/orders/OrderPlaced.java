package io.pushcast.examples.orders;

import io.pushcast.mapping.PublishTo;
import java.math.BigDecimal;
import java.time.Instant;

/** An order has been placed. Seen by the customer's own pages, but for the one that placed it, which knows. */
@PublishTo(channel = "private-orders.{customerId}", event = "order-placed", toOthers = true)
record OrderPlaced(String orderId, String customerId, String item, BigDecimal total, Instant placedAt) {}
