package io.pushcast.testing.assertj;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.testing.RecordedEvent;
import io.pushcast.testing.RecordingPublisher;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordingAssertTest {

    record Order(String id, double total) {}

    private final RecordingPublisher publisher = RecordingPublisher.create();

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void findsEventsByWhatIsKnownOfThem() {
        publish("private-orders.c-7", "order-placed", new Order("o-1", 19.90));
        publisher
                .to("private-orders.c-7")
                .named("order-paid")
                .payload(Map.of("id", "o-1"))
                .excluding("1.2")
                .publish();

        assertThat(publisher)
                .received()
                .on("private-orders.c-7")
                .named("order-placed")
                .withPayload("{ \"total\": 19.9, \"id\": \"o-1\" }")
                .withPayload(new Order("o-1", 19.90))
                .once();
        assertThat(publisher).received().named("order-paid").excluding("1.2").once();
        assertThat(publisher)
                .received()
                .matching("with an id", event -> event.data().contains("\"id\""))
                .times(2);
        assertThat(publisher).received().on("private-orders.c-7").payloads().hasSize(2);
        assertThat(publisher)
                .received()
                .named("order-paid")
                .events()
                .containsExactly(new RecordedEvent("private-orders.c-7", "order-paid", "{\"id\":\"o-1\"}", "1.2"));
    }

    @Test
    void listsWhatThereWasWhenNothingFits() {
        publish("orders", "placed", 1);
        publisher.to("orders").named("paid").payload(2).excluding("1.2").publish();

        fails(
                () -> assertThat(publisher)
                        .received()
                        .on("orders")
                        .named("placed")
                        .withPayload("2"),
                """
                Expected an event on orders named placed with payload 2, but there is none; received was:
                  1. orders  placed  1
                  2. orders  paid  2  (but not to 1.2)""");
    }

    @Test
    void saysThatNothingWasReceived() {
        fails(
                () -> assertThat(publisher).received().on("orders"),
                "Expected an event on orders, but there is none; nothing was received");
    }

    @Test
    void keepsTheDescriptionOfTheTest() {
        fails(
                () -> assertThat(publisher).as("after the order").received().on("orders"),
                "[after the order] Expected an event on orders, but there is none; nothing was received");
    }

    @Test
    void listsTheNewestOfMany() {
        for (int i = 1; i <= 60; i++) {
            publish("orders", "placed", i);
        }

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(publisher).received().on("other"))
                .withMessageContaining("received was:\n  … 10 before these\n  11. orders  placed  11\n")
                .withMessageEndingWith("60. orders  placed  60");
    }

    @Test
    void countsExactly() {
        publish("orders", "placed", 1);
        publish("orders", "placed", 2);

        fails(() -> assertThat(publisher).received().on("orders").once(), """
                Expected 1 × an event on orders, but there are 2; received was:
                  1. orders  placed  1
                  2. orders  placed  2""");
        fails(() -> assertThat(publisher).received().withPayload("2").times(2), """
                Expected 2 × an event with payload 2, but there is 1; received was:
                  1. orders  placed  1
                  2. orders  placed  2""");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(publisher).received().times(0))
                .withMessageContaining("receivedNothing");
    }

    @Test
    void checksTheOrderWhateverComesBetween() {
        publish("orders", "placed", 1);
        publish("audit", "placed", 1);
        publish("orders", "paid", 1);
        publish("orders", "placed", 2);

        assertThat(publisher)
                .received()
                .on("orders")
                .named("placed")
                .then()
                .named("paid")
                .then()
                .named("placed")
                .inOrder();
        fails(
                () -> assertThat(publisher)
                        .received()
                        .named("paid")
                        .then()
                        .on("audit")
                        .inOrder(),
                """
                        Expected in this order:
                          1. an event named paid
                          2. an event on audit
                        but there is no number 2 after number 1; received was:
                          1. orders  placed  1
                          2. audit  placed  1
                          3. orders  paid  1
                          4. orders  placed  2""");
    }

    @Test
    void oneEventIsNotTwo() {
        publish("orders", "placed", 1);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(publisher)
                        .received()
                        .named("placed")
                        .then()
                        .named("placed")
                        .inOrder());
    }

    @Test
    void knowsWhatWasNotReceived() {
        assertThat(publisher).receivedNothing();
        publish("orders", "placed", 1);

        assertThat(publisher).receivedNothingOn("audit").receivedNothingNamed("paid");
        fails(() -> assertThat(publisher).receivedNothing(), """
                Expected nothing, but received:
                  1. orders  placed  1""");
        fails(() -> assertThat(publisher).receivedNothingOn("orders"), """
                Expected nothing on orders, but received:
                  1. orders  placed  1""");
        fails(() -> assertThat(publisher).receivedNothingNamed("placed"), """
                Expected nothing named placed, but received:
                  1. orders  placed  1""");
    }

    @Test
    void waitsForWhatComesLater() {
        CompletableFuture<Void> later =
                new CompletableFuture<Void>().completeOnTimeout(null, 50, java.util.concurrent.TimeUnit.MILLISECONDS);
        CompletableFuture<Void> published = later.thenRun(() -> {
            publish("orders", "placed", 1);
            publish("orders", "paid", 1);
            publish("orders", "paid", 2);
        });

        assertThat(publisher)
                .eventually()
                .received()
                .named("placed")
                .then()
                .named("paid")
                .times(2)
                .inOrder();
        published.join();
    }

    @Test
    void waitsNoLongerThanItSays() {
        publish("orders", "placed", 1);

        fails(
                () -> assertThat(publisher)
                        .within(Duration.ofMillis(20))
                        .received()
                        .named("paid"),
                """
                Expected an event named paid, but there is none after 20 ms; received was:
                  1. orders  placed  1""");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(publisher).within(Duration.ofSeconds(-1)));
    }

    @Test
    void tellsNumbersApartThatDoublesDoNot() {
        publish("orders", "placed", Map.of("id", 9_007_199_254_740_993L, "totals", List.of(1.50)));

        assertThat(publisher)
                .received()
                .withPayload("{\"id\":9007199254740993,\"totals\":[1.5]}")
                .withPayload("{\"id\":9.007199254740993e15,\"totals\":[1.500]}");
        for (String other : List.of(
                "{\"id\":9007199254740992,\"totals\":[1.5]}",
                "{\"id\":\"9007199254740993\",\"totals\":[1.5]}",
                "{\"id\":9007199254740993,\"totals\":[1.5,1.5]}",
                "{\"id\":9007199254740993}",
                "{\"id\":9007199254740993,\"totals\":null}",
                "{\"id\":1e99999999999,\"totals\":[1.5]}",
                "9007199254740993")) {
            assertThatExceptionOfType(AssertionError.class)
                    .as(other)
                    .isThrownBy(() -> assertThat(publisher).received().withPayload(other));
        }
    }

    @Test
    void doesNotWaitForWhatDoesNotCome() {
        for (RecordingAssert waiting : List.of(
                assertThat(publisher).eventually(), assertThat(publisher).within(Duration.ofMillis(1)))) {
            assertThatIllegalStateException()
                    .isThrownBy(waiting::receivedNothing)
                    .withMessageContaining("Flush the publisher first");
            assertThatIllegalStateException().isThrownBy(() -> waiting.receivedNothingOn("orders"));
            assertThatIllegalStateException().isThrownBy(() -> waiting.receivedNothingNamed("placed"));
        }
    }

    @Test
    void writesExpectedPayloadsAsTheApplicationDoes() {
        publisher.to("orders").named("placed").payload("o-1").publish();

        assertThat(publisher)
                .usingJson(order -> "\"" + ((Order) order).id() + "\"")
                .within(Duration.ofMillis(1))
                .received()
                .withPayload(new Order("o-1", 1));
    }

    @Test
    void seesWhatTheSubscribersOfEncryptedChannelsSee() {
        EncryptionKeys keys = EncryptionKeys.of("01".repeat(32));
        try (RecordingPublisher encrypting = RecordingPublisher.create(settings -> settings.encryption(keys))) {
            encrypting
                    .to("private-encrypted-orders", "orders")
                    .named("placed")
                    .payload(Map.of("id", 1))
                    .publish();

            assertThat(encrypting)
                    .decryptedWith(keys)
                    .received()
                    .withPayload("{\"id\":1}")
                    .times(2);
            assertThat(encrypting)
                    .received()
                    .on("private-encrypted-orders")
                    .matching("encrypted", event -> event.data().contains("\"ciphertext\""));
            assertThat(encrypting)
                    .decryptedWith(EncryptionKeys.of("02".repeat(32)))
                    .received()
                    .on("private-encrypted-orders")
                    .matching("encrypted", event -> event.data().contains("\"ciphertext\""));
        }
    }

    @Test
    void wantsJsonForAPayload() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(publisher).received().withPayload("text"))
                .withMessage(
                        "The expected payload must be JSON, and this is none: text; a JSON string has quotes of its"
                                + " own, \"\\\"…\\\"\"");
    }

    private void publish(String channel, String name, Object payload) {
        publisher.to(channel).named(name).payload(payload).publish();
    }

    private static void fails(ThrowingCallable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessage(message);
    }
}
