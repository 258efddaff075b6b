package io.pushcast.examples.orders;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A Pusher server within the application, in place of the one that its properties name. */
@TestConfiguration(proxyBeanMethods = false)
class EmbeddedPusherConfiguration {

    @Bean
    EmbeddedPusher embeddedPusher() {
        return EmbeddedPusher.start();
    }

    @Bean
    PusherApp pusherApp(EmbeddedPusher server) {
        return server.app();
    }
}
