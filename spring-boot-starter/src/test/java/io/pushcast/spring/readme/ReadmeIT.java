package io.pushcast.spring.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.util.Version;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.RecordedEvent;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The README's application, over HTTP, with the libraries in the versions that Spring Boot chooses. */
@SpringBootTest(properties = {"spring.datasource.generate-unique-name=true"})
class ReadmeIT {

    @Autowired
    OrderService orders;

    @Autowired
    EmbeddedPusher server;

    @Autowired
    JdbcClient database;

    @Test
    void publishesAfterTheCommit() {
        database.sql("create table orders (id varchar(20) primary key, customer varchar(20), total decimal(10, 2))")
                .update();

        orders.place("o-1", "c-7", new BigDecimal("19.90"));
        assertThatThrownBy(() -> orders.place("o-1", "c-8", BigDecimal.ONE)).isInstanceOf(DataAccessException.class);
        orders.place("o-2", "c-7", BigDecimal.TEN);

        await().untilAsserted(() -> assertThat(server.events())
                .containsExactly(
                        new RecordedEvent(
                                "private-orders.c-7",
                                "order-placed",
                                "{\"orderId\":\"o-1\",\"customerId\":\"c-7\",\"total\":19.90}",
                                null),
                        new RecordedEvent(
                                "private-orders.c-7",
                                "order-placed",
                                "{\"orderId\":\"o-2\",\"customerId\":\"c-7\",\"total\":10}",
                                null)));
    }

    @Test
    void runsOnTheNettyOfSpringBoot() {
        assertThat(Version.identify().get("netty-common").artifactVersion()).startsWith("4.2.");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({OrderService.class, OrderChannels.class})
    static class Application {

        @Bean
        EmbeddedPusher embeddedPusher() {
            return EmbeddedPusher.start();
        }

        @Bean
        PusherApp pusherApp(EmbeddedPusher server) {
            return server.app();
        }
    }
}
