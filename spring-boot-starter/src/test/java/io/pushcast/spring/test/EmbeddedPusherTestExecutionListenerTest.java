package io.pushcast.spring.test;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;

import io.pushcast.Pushcast;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastEmbeddedAutoConfiguration;
import io.pushcast.testing.EmbeddedPusher;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
class EmbeddedPusherTestExecutionListenerTest {

    @Autowired
    Pushcast pushcast;

    @Autowired
    EmbeddedPusher server;

    @RepeatedTest(2)
    void eachTestBeginsWithAServerThatHasSeenNothing() {
        assertThat(server).receivedNothing();
        pushcast.publish(new OrderPlaced("c-7", "o-1"));
        pushcast.flush().toCompletableFuture().join();
        assertThat(server).received().on("private-orders.c-7").once();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        PushcastEmbeddedAutoConfiguration.class,
        PushcastAutoConfiguration.class,
        JacksonAutoConfiguration.class
    })
    static class Application {}
}
