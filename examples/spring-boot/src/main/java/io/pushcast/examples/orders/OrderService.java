package io.pushcast.examples.orders;

import java.math.BigDecimal;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes orders. */
@Service
class OrderService {

    private final JdbcClient database;
    private final ApplicationEventPublisher events;

    OrderService(JdbcClient database, ApplicationEventPublisher events) {
        this.database = database;
        this.events = events;
    }

    /**
     * Places an order and charges the customer's credit for it. The event is published when the transaction has committed:
     * where the credit does not suffice, the database refuses, and nobody sees an order that there never was.
     */
    @Transactional
    OrderPlaced place(String customerId, String item, BigDecimal total) {
        OrderPlaced placed = new OrderPlaced(UUID.randomUUID().toString(), customerId, item, total);
        database.sql("insert into orders (id, customer_id, item, total) values (:orderId, :customerId, :item, :total)")
                .paramSource(placed)
                .update();
        events.publishEvent(placed);
        database.sql("update customers set credit = credit - :total where id = :customerId")
                .paramSource(placed)
                .update();
        return placed;
    }
}
