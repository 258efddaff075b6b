package io.pushcast.examples.orders;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the order service. */
@SpringBootApplication
public class OrdersApplication {

    /** Starts the order service. */
    public static void main(String[] args) {
        SpringApplication.run(OrdersApplication.class, args);
    }
}
