package io.pushcast.examples.orders;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** What the service needs around it, within the test: a Pusher server and PostgreSQL. */
@TestConfiguration(proxyBeanMethods = false)
class Servers {

    @Bean
    EmbeddedPusher embeddedPusher() {
        return EmbeddedPusher.start();
    }

    @Bean
    PusherApp pusherApp(EmbeddedPusher server) {
        return server.app();
    }

    @Bean
    EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.start();
    }

    @Bean
    DataSource dataSource(EmbeddedPostgres postgres) {
        return postgres.getPostgresDatabase();
    }
}
