package io.pushcast.examples.orders;

import org.springframework.boot.SpringApplication;

/** Starts the order service with a Pusher server of its own: {@code mvn spring-boot:test-run}. */
final class TestOrdersApplication {

    private TestOrdersApplication() {}

    public static void main(String[] args) {
        SpringApplication.from(OrdersApplication::main)
                .with(EmbeddedPusherConfiguration.class)
                .run(args);
    }
}
