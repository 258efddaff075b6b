package io.pushcast.spring;

import io.pushcast.mapping.PublishTo;
import org.springframework.context.ApplicationEvent;

/** Events as applications have them. */
public final class PublishedEvents {

    private PublishedEvents() {}

    @PublishTo(channel = "private-orders.{customerId}")
    public record OrderPlaced(String customerId, String orderId) {}

    /** Changes after it was published. */
    @PublishTo(channel = "stock")
    public static final class StockChanged {

        public int left;

        public StockChanged(int left) {
            this.left = left;
        }
    }

    /** Can't be written as JSON. */
    @PublishTo(channel = "loops")
    public static final class Loop {

        public Loop getSelf() {
            return this;
        }
    }

    /** An event of Spring's old kind. */
    @PublishTo(channel = "prices")
    public static final class PriceChanged extends ApplicationEvent {

        private static final long serialVersionUID = 1L;

        public PriceChanged(String item) {
            super(item);
        }
    }

    /** Nothing says where it goes. */
    public record Unmapped(String text) {}
}
