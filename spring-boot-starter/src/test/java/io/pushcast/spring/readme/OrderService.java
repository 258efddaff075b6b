package io.pushcast.spring.readme;

import java.math.BigDecimal;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

// README
@Service
class OrderService {

    private final JdbcClient database;
    private final ApplicationEventPublisher events;

    OrderService(JdbcClient database, ApplicationEventPublisher events) {
        this.database = database;
        this.events = events;
    }

    @Transactional
    void place(String orderId, String customerId, BigDecimal total) {
        database.sql("insert into orders values (?, ?, ?)")
                .params(orderId, customerId, total)
                .update();
        events.publishEvent(new OrderPlaced(orderId, customerId, total));
    }
}
// README
