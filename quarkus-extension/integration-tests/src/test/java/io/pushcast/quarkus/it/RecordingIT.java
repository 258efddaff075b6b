package io.pushcast.quarkus.it;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.quarkus.MutinyEventPublisher;
import io.pushcast.quarkus.test.RecordingProfile;
import io.pushcast.testing.RecordingPublisher;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The recording publisher in place of the sending one, by nothing but a profile. */
@QuarkusTest
@TestProfile(RecordingIT.Encrypting.class)
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
    void encryptsAsTheApplicationDoes() {
        publisher.to("private-encrypted-direct").named("step").payload("hidden").publish();

        assertThat(published.events())
                .singleElement()
                .satisfies(event ->
                        assertThat(event.data()).startsWith("{\"nonce\":").doesNotContain("hidden"));
    }

    @Test
    void leavesOutTheConnectionThatTheRequestNames() {
        given().header("X-Socket-ID", "12.34")
                .queryParam("to", "shelf")
                .put("/orders/o-1/place")
                .then()
                .statusCode(204);

        assertThat(published.events())
                .singleElement()
                .satisfies(event -> assertThat(event.excludedSocket()).isEqualTo("12.34"));
    }

    @Test
    void startsNoPublisherThatSends() {
        publisher.to("direct").named("step").payload(1).publish();

        assertThat(Arc.requireContainer()
                        .getActiveContext(Singleton.class)
                        .getState()
                        .getContextualInstances()
                        .keySet())
                .filteredOn(bean -> bean.getTypes().contains(Pushcast.class))
                .isEmpty();
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

    /** An application that has keys. */
    public static class Encrypting extends RecordingProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            Set<Class<?>> alternatives = new HashSet<>(super.getEnabledAlternatives());
            alternatives.add(Keys.class);
            return alternatives;
        }
    }

    @Alternative
    @Singleton
    static class Keys {

        @Produces
        @Singleton
        EncryptionKeys keys() {
            return EncryptionKeys.of("A".repeat(43) + "=");
        }
    }
}
