package io.pushcast.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.pushcast.EventPublisher;
import io.pushcast.outbox.Outbox;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.RecordingTransport;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import io.pushcast.spring.outbox.PushcastOutboxAutoConfiguration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ObservationTest {

    private final Seen seen = new Seen();

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PushcastObservationAutoConfiguration.class,
                    PushcastOutboxAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastEventAutoConfiguration.class,
                    DataSourceAutoConfiguration.class))
            .withBean(RecordingTransport.class)
            .withBean(ObservationRegistry.class, () -> {
                ObservationRegistry registry = ObservationRegistry.create();
                registry.observationConfig().observationHandler(seen);
                return registry;
            })
            .withPropertyValues(
                    "pushcast.url=http://k:s@localhost:6001/apps/1", "spring.datasource.generate-unique-name=true");

    @Test
    void observesAMessageUntilItIsDelivered() {
        application.run(context -> {
            context.getBean(EventPublisher.class)
                    .publish(new OrderPlaced("c-7", "o-1"))
                    .toCompletableFuture()
                    .join();
            await().untilAsserted(() -> assertThat(seen.ended).containsExactly("pushcast.publish order-placed"));
        });
    }

    @Test
    void observesStoringAndDeliveringApartWithAnOutbox() {
        application.withPropertyValues("pushcast.outbox.enabled=true").run(context -> {
            context.getBean(Outbox.class);
            context.getBean(EventPublisher.class).publish(new OrderPlaced("c-7", "o-1"));
            await().untilAsserted(() -> assertThat(seen.ended)
                    .containsExactly("pushcast.publish order-placed", "pushcast.deliver order-placed"));
        });
    }

    @Test
    void doesNothingWithoutARegistry() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        PushcastObservationAutoConfiguration.class, PushcastAutoConfiguration.class))
                .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CurrentTrace.class));
    }

    private static final class Seen implements ObservationHandler<Observation.Context> {

        private final List<String> ended = new CopyOnWriteArrayList<>();

        @Override
        public void onStop(Observation.Context context) {
            ended.add(context.getName() + " "
                    + context.getLowCardinalityKeyValue("event").getValue());
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}
