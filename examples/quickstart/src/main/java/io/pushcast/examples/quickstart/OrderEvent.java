package io.pushcast.examples.quickstart;

import io.pushcast.mapping.PublishTo;
import java.math.BigDecimal;

/** What happens to an order. Each customer has a private channel, on which these arrive in order. */
@PublishTo(channel = "private-orders.{customerId}")
sealed interface OrderEvent {

    /** Whose order it is; also what the template above reads. */
    String customerId();

    /** Arrives as {@code order-placed}. */
    record OrderPlaced(String orderId, String customerId, BigDecimal total) implements OrderEvent {}

    /** Arrives as {@code order-paid}. */
    record OrderPaid(String orderId, String customerId) implements OrderEvent {}

    /** Arrives as {@code order-shipped}. */
    record OrderShipped(String orderId, String customerId, String parcel) implements OrderEvent {}
}
