package com.example;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.mapping.PublishTo;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.security.Principal;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A servlet application with JPA and the outbox. */
@SpringBootApplication
public class Application {

    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }

    @PublishTo(channel = "private-orders.{customer}", when = "shippable")
    public record OrderPacked(String customer, boolean shippable) {}

    @Entity(name = "orders")
    public static class Order {
        @Id
        private String id;

        protected Order() {}

        Order(String id) {
            this.id = id;
        }
    }

    public interface Orders extends JpaRepository<Order, String> {}

    @Service
    public static class Packing {

        private final Orders orders;
        private final ApplicationEventPublisher events;

        Packing(Orders orders, ApplicationEventPublisher events) {
            this.orders = orders;
            this.events = events;
        }

        @Transactional
        public void pack(String id, String customer, boolean shippable, boolean fails) {
            orders.save(new Order(id));
            events.publishEvent(new OrderPacked(customer, shippable));
            if (fails) {
                throw new IllegalStateException("rolled back");
            }
        }

        @AuthorizeChannel("private-orders.{customer}")
        boolean isOwn(Principal user, String customer) {
            return user.getName().equals(customer);
        }
    }
}
