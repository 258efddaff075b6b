package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pushcast.PublishOptions;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.MappingException;
import io.pushcast.mapping.PublishTo;
import io.pushcast.mapping.Route;
import io.pushcast.message.Delivery;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Limits;
import io.pushcast.message.PayloadTooLargeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The real pipeline, up to the wire. */
class RecordingPublisherTest {

    @PublishTo(channel = "private-orders.{customerId}", event = "order-placed")
    @PublishTo(channel = "warehouse")
    record OrderPlaced(String orderId, String customerId) {}

    record Unmapped(String id) {}

    private final RecordingPublisher publisher = RecordingPublisher.create();

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void recordsWhatTheMappingMakesOfAnEvent() {
        CompletionStage<Delivery> delivery =
                publisher.publish(new OrderPlaced("o-1", "c-7"), PublishOptions.NONE.excluding("12.34"));

        String data = "{\"orderId\":\"o-1\",\"customerId\":\"c-7\"}";
        assertThat(publisher.events())
                .containsExactly(
                        new RecordedEvent("private-orders.c-7", "order-placed", data, "12.34"),
                        new RecordedEvent("warehouse", "order-placed", data, "12.34"));
        assertThat(delivery).isCompletedWithValueMatching(d -> d.receipts().size() == 2);
    }

    @Test
    void recordsPublicationsWithoutAnEventClass() {
        publisher.to("orders", "audit").named("placed").payload(Map.of("id", 1)).publish();
        publisher.toUser("ann").named("hello").payload("you").publish();

        assertThat(publisher.events())
                .containsExactly(
                        new RecordedEvent("orders", "placed", "{\"id\":1}", null),
                        new RecordedEvent("audit", "placed", "{\"id\":1}", null),
                        new RecordedEvent("#server-to-user-ann", "hello", "\"you\"", null));
        publisher.forget();
        assertThat(publisher.events()).isEmpty();
    }

    @Test
    void throwsWhatTheRealOneThrows() {
        assertThatExceptionOfType(MappingException.class).isThrownBy(() -> publisher.publish(new Unmapped("x")));
        assertThatExceptionOfType(InvalidMessageException.class).isThrownBy(() -> publisher.to("or ders"));
        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> publisher
                        .to("orders")
                        .named("placed")
                        .payload("x".repeat(10_240))
                        .publish());
        assertThat(publisher.events()).isEmpty();
    }

    @Test
    void takesTheSettingsOfTheApplication() {
        EventMappings mappings = EventMappings.builder()
                .route(
                        Unmapped.class,
                        event -> Route.to("things").named("thing").payload(event))
                .build();
        try (RecordingPublisher own = RecordingPublisher.create(
                settings -> settings.mappings(mappings).limits(Limits.PUSHER.withMaxPayloadBytes(20)))) {
            own.publish(new Unmapped("x"));

            assertThat(own.events()).containsExactly(new RecordedEvent("things", "thing", "{\"id\":\"x\"}", null));
            assertThatExceptionOfType(PayloadTooLargeException.class)
                    .isThrownBy(() -> own.publish(new Unmapped("x".repeat(20))));
        }
    }

    @Test
    void mayBeAskedSomethingWhileItIsWaitedFor() {
        boolean came = publisher.await(
                events -> {
                    if (events.isEmpty()) {
                        // Somebody else publishes meanwhile, which must not have to wait for this.
                        CompletableFuture.runAsync(() ->
                                        publisher.to("a").named("e").payload(1).publish())
                                .orTimeout(10, TimeUnit.SECONDS)
                                .join();
                    }
                    return !events.isEmpty();
                },
                Duration.ofSeconds(10));

        assertThat(came).isTrue();
    }

    @Test
    void letsOtherStagesComeFirst() {
        try (RecordingPublisher own = RecordingPublisher.create(settings -> settings.wrapSink(next ->
                message -> next.accept(message.forChannels(message.channels().subList(0, 1)))))) {
            own.to("a", "b").named("e").payload(1).publish();

            assertThat(own.events()).extracting(RecordedEvent::channel).containsExactly("a");
        }
    }
}
