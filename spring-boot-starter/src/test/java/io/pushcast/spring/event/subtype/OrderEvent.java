package io.pushcast.spring.event.subtype;

import io.pushcast.mapping.PublishTo;

/** Its events are of types that say nothing themselves. */
@PublishTo(channel = "private-orders.{customerId}")
public abstract class OrderEvent {

    /** Nobody publishes it. */
    public abstract static class OfCustomer extends OrderEvent {

        public abstract String getCustomerId();
    }

    public static final class Placed extends OfCustomer {

        @Override
        public String getCustomerId() {
            return "c-7";
        }
    }

    /** Has not what the template names. */
    public static final class Cancelled extends OrderEvent {

        public String getOrderId() {
            return "o-1";
        }
    }
}
