package io.pushcast.spring.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.mapping.PublishTo;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.Fault;
import io.pushcast.testing.RecordedEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;

/** JPA, Flyway and the outbox on PostgreSQL, as an application has them, published to an embedded server. */
class PostgresOutboxIT {

    private static EmbeddedPostgres postgres;
    private static EmbeddedPusher server;

    @BeforeAll
    static void startServers() throws IOException {
        postgres = EmbeddedPostgres.start();
        server = EmbeddedPusher.start();
    }

    @AfterAll
    static void stopServers() throws IOException {
        server.close();
        postgres.close();
    }

    @Test
    void publishesWhatCommitsInOrderAndAcrossARestart() {
        try (ConfigurableApplicationContext application = start()) {
            Orders orders = application.getBean(Orders.class);
            IntStream.range(0, 20).forEach(number -> orders.place("o-" + number, false));
            assertThatThrownBy(() -> orders.place("refused", true)).hasMessage("sold out");
            awaitEvents(20);
        }
        server.faults().always(Fault.status(503));
        try (ConfigurableApplicationContext application =
                start("pushcast.delivery.close-timeout=100ms", "pushcast.retry.initial-backoff=1ms")) {
            application.getBean(Orders.class).place("o-20", false);
            assertThat(application
                            .getBean(JdbcTemplate.class)
                            .queryForObject("select count(*) from pushcast_outbox", Integer.class))
                    .isEqualTo(1);
        }
        server.faults().none();
        try (ConfigurableApplicationContext application = start()) {
            awaitEvents(21);
            assertThat(application.isRunning()).isTrue();
        }
    }

    private static void awaitEvents(int count) {
        await().untilAsserted(() -> assertThat(server.events())
                .extracting(RecordedEvent::data)
                .containsExactlyElementsOf(IntStream.range(0, count)
                        .mapToObj(number -> "{\"id\":\"o-" + number + "\"}")
                        .toList()));
    }

    private static ConfigurableApplicationContext start(String... more) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "pushcast.url=http://" + server.key() + ":"
                                + server.app().secret() + "@" + server.host() + ":" + server.port() + "/apps/"
                                + server.app().appId(),
                        "pushcast.outbox.enabled=true",
                        "pushcast.outbox.lease-time=2s",
                        "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "spring.flyway.locations=classpath:io/pushcast/outbox/jdbc/{vendor}",
                        "spring.jpa.hibernate.ddl-auto=update")
                .properties(more)
                .run();
    }

    @PublishTo(channel = "private-orders")
    record OrderPlaced(String id) {}

    @Entity(name = "placed_order")
    static class Order {

        @Id
        String id;

        Order() {}

        Order(String id) {
            this.id = id;
        }
    }

    static class Orders {

        private final EntityManager entities;
        private final ApplicationEventPublisher events;

        Orders(EntityManager entities, ApplicationEventPublisher events) {
            this.entities = entities;
            this.events = events;
        }

        @Transactional
        public void place(String id, boolean soldOut) {
            entities.persist(new Order(id));
            events.publishEvent(new OrderPlaced(id));
            if (soldOut) {
                throw new IllegalStateException("sold out");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = Order.class)
    @Import(Orders.class)
    static class Application {}
}
