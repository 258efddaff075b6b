package io.pushcast.quarkus.it;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.quarkus.MutinyEventPublisher;
import io.pushcast.quarkus.test.RecordingProfile;
import io.pushcast.testing.RecordingPublisher;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recording publisher in place of the sending one, by nothing but a profile. */
@QuarkusTest
@TestProfile(RecordingProfile.class)
class RecordingIT {

    @Inject
    RecordingPublisher published;

    @Inject
    EventPublisher publisher;

    @Inject
    MutinyEventPublisher mutiny;

    @Inject
    Event<OrderShipped> shipped;

    @BeforeEach
    void forget() {
        published.forget();
    }

    @Test
    void recordsCdiEventsAfterTheCommit() {
        QuarkusTransaction.requiringNew().run(() -> {
            shipped.fire(new OrderShipped("o-1"));
            assertThat(published.events()).isEmpty();
        });

        assertThat(published).received().on("shipments").named("shipped");
    }

    @Test
    void recordsNothingOfARollback() {
        QuarkusTransaction.begin();
        shipped.fire(new OrderShipped("o-1"));
        QuarkusTransaction.rollback();

        assertThat(published.events()).isEmpty();
    }

    @Test
    void recordsWhatIsPublishedDirectly() {
        publisher.to("direct").named("step").payload(1).publish();

        assertThat(published).received().on("direct").named("step");
    }

    @Test
    void publishesAUniWhenItIsSubscribedToAndEachTimeAnew() {
        Uni<?> delivery =
                mutiny.publish(each -> each.to("reactive").named("step").payload(1));
        assertThat(published.events()).isEmpty();

        delivery.await().atMost(Duration.ofSeconds(10));
        delivery.await().atMost(Duration.ofSeconds(10));

        assertThat(published.events()).hasSize(2);
    }

    @Test
    void failsAUniWithWhatPublishingThrows() {
        Uni<?> delivery = mutiny.publish(new Object());

        assertThat(delivery.onFailure().recoverWithNull().await().atMost(Duration.ofSeconds(10)))
                .isNull();
        assertThat(published.events()).isEmpty();
    }
}
