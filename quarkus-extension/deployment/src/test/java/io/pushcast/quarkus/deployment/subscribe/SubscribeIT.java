package io.pushcast.quarkus.deployment.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.mapping.PublishTo;
import io.pushcast.message.ChannelName;
import io.pushcast.quarkus.SubscriberCustomizer;
import io.pushcast.subscribe.PresenceMembers;
import io.pushcast.subscribe.Received;
import io.pushcast.subscribe.Subscribe;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.subscribe.SubscriberBuilder;
import io.pushcast.subscribe.SubscriberListener;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Methods of beans receive what is published to the server that development services start. */
class SubscribeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar ->
                    jar.addClasses(StockChanged.class, Handlers.class, Inherited.class, OfRequest.class, Extras.class))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("region", "eu")
            .overrideRuntimeConfigKey("quarkus.pushcast.subscriber.event-ids", "_id");

    static final BlockingQueue<Object> RECEIVED = new LinkedBlockingQueue<>();

    @PublishTo(channel = "stock.eu", event = "changed")
    public record StockChanged(String item, int left) {}

    /** Without a scope of its own. */
    static class Handlers extends Inherited {

        @Inject
        OfRequest request;

        @Subscribe("stock.${region}")
        void changed(StockChanged event, ChannelName channel) {
            RECEIVED.add(event + " on " + channel + " in " + request.name());
        }

        @Subscribe(value = "stock.${region}", event = "list")
        void listed(List<StockChanged> all, Received where) {
            RECEIVED.add(where.event() + all);
        }

        @Subscribe("presence-warehouse")
        void members(PresenceMembers members) {
            RECEIVED.add(members.all().size() + " member");
        }
    }

    abstract static class Inherited {

        @Subscribe(value = "stock.${region}", event = "inherited")
        protected void inherited(Received where) {
            RECEIVED.add(where.data());
        }
    }

    @RequestScoped
    static class OfRequest {
        String name() {
            return "a request";
        }
    }

    @Singleton
    static class Extras implements SubscriberCustomizer, SubscriberListener {

        @Override
        public void customize(SubscriberBuilder subscriber) {
            subscriber.on("orders", "e", event -> RECEIVED.add(event.data()));
        }

        @Override
        public void onDuplicate(Received received) {
            RECEIVED.add("duplicate " + received.id());
        }
    }

    @Inject
    Subscriber subscriber;

    @Inject
    Pushcast pushcast;

    @BeforeEach
    void awaitSubscriptions() throws Exception {
        assertThat(subscriber.awaitSubscribed(PATIENCE)).isTrue();
    }

    private static Object next() throws InterruptedException {
        Object next = RECEIVED.poll(10, TimeUnit.SECONDS);
        return "1 member".equals(next) ? RECEIVED.poll(10, TimeUnit.SECONDS) : next;
    }

    @Test
    void callsMethodsOfBeans() throws Exception {
        pushcast.publish(new StockChanged("pen", 3));
        assertThat(next()).isEqualTo("StockChanged[item=pen, left=3] on stock.eu in a request");

        pushcast.to("stock.eu")
                .named("list")
                .payload(List.of(new StockChanged("ink", 1)))
                .publish();
        assertThat(next()).isEqualTo("list[StockChanged[item=ink, left=1]]");

        pushcast.to("stock.eu").named("inherited").payload(7).publish();
        assertThat(next()).isEqualTo("7");
        assertThat(subscriber.status().failed()).isZero();
    }

    @Test
    void takesCustomizersListenersAndConfiguration() throws Exception {
        pushcast.to("orders").named("e").payload(Map.of("_id", "1")).publish();
        assertThat(next()).isEqualTo("{\"_id\":\"1\"}");
        pushcast.to("orders").named("e").payload(Map.of("_id", "1")).publish();
        assertThat(next()).isEqualTo("duplicate 1");
    }

    @Test
    void stopsAndStarts() throws Exception {
        assertThat(subscriber.stop(PATIENCE)).isTrue();
        subscriber.start();

        await().atMost(PATIENCE).until(() -> subscriber.awaitSubscribed(PATIENCE));
    }
}
