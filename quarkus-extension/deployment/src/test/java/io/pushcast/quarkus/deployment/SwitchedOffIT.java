package io.pushcast.quarkus.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.mapping.PublishTo;
import io.pushcast.quarkus.MutinyEventPublisher;
import io.pushcast.webhook.Webhook;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With {@code quarkus.pushcast.enabled=false} and no app at all, what injects publishers starts, and nothing is sent. */
class SwitchedOffIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Placed.class, Hook.class))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.enabled", "false");

    @PublishTo(channel = "orders.{id}")
    record Placed(String id) {}

    @Singleton
    static class Hook {
        void hook(@Observes Webhook webhook) {}
    }

    @Inject
    EventPublisher publisher;

    @Inject
    Pushcast pushcast;

    @Inject
    MutinyEventPublisher mutiny;

    @Inject
    @Named("eu")
    Pushcast named;

    @Inject
    Event<Placed> events;

    @Test
    void leavesPublishersThatDoNothing() throws Exception {
        events.fire(new Placed("o-1"));
        publisher.publish(new Placed("o-1")).toCompletableFuture().get(10, TimeUnit.SECONDS);
        named.to("a").named("n").payload(1).publish().toCompletableFuture().get(10, TimeUnit.SECONDS);
        mutiny.publish(new Placed("o-1")).await().atMost(Duration.ofSeconds(10));

        assertThat(pushcast.status().bufferedMessages()).isZero();
    }

    @Test
    void answersNobody() {
        given().formParam("socket_id", "1.2")
                .formParam("channel_name", "private-a")
                .post("/pusher/auth")
                .then()
                .statusCode(404);
        given().post("/pusher/webhook").then().statusCode(404);
    }

    @Test
    void startsNoServer() {
        assertThat(ConfigProvider.getConfig().getOptionalValue("quarkus.pushcast.host", String.class))
                .isEmpty();
    }
}
