package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Limits;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.PayloadTooLargeException;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EncryptedChannelsTest {

    private static final EncryptionKeys KEYS = EncryptionKeys.of("A".repeat(43) + "=", "B".repeat(42) + "A=");

    private final AcceptingTransport transport = new AcceptingTransport();

    @Test
    void encryptsWhatGoesToAnEncryptedChannel() throws Exception {
        publish(Map.of("id", "o-1"), "private-encrypted-orders");

        ChannelMessage message = onlyMessage();
        assertThat(message.data()).startsWith("{\"nonce\":\"").doesNotContain("o-1");
        assertThat(decrypted(message)).isEqualTo("{\"id\":\"o-1\"}");
    }

    @Test
    void leavesOtherChannelsAsTheyAre() throws Exception {
        publish(Map.of("id", "o-1"), "private-orders", "encrypted-orders");

        assertThat(onlyMessage().data()).isEqualTo("{\"id\":\"o-1\"}");
    }

    @Test
    void givesEachEncryptedChannelAMessageOfItsOwnAndTheOthersOneTogether() throws Exception {
        Delivery delivery = publish(
                "text",
                "private-encrypted-a",
                "private-b",
                "private-encrypted-cache-c",
                "presence-d",
                "private-encrypted-e");

        assertThat(delivery.receipts())
                .extracting(receipt -> receipt.channels().toString())
                .containsExactly(
                        "[private-b, presence-d]",
                        "[private-encrypted-a]",
                        "[private-encrypted-cache-c]",
                        "[private-encrypted-e]");
        assertThat(delivery.receipts()).extracting(Delivery.Receipt::messageId).doesNotHaveDuplicates();
        assertThat(transport.accepted).extracting(ChannelMessage::data).doesNotHaveDuplicates();
        assertThat(transport.accepted)
                .hasSize(4)
                .allSatisfy(message -> assertThat(
                                message.channels().get(0).type().isEncrypted() ? decrypted(message) : message.data())
                        .isEqualTo("\"text\""));
    }

    @Test
    void ordersEachMessageByItsOwnChannelUnlessAKeyIsGiven() throws Exception {
        publish("text", "orders", "private-encrypted-a");
        try (Pushcast pushcast = publisher(transport)) {
            pushcast.to("orders", "private-encrypted-a")
                    .named("placed")
                    .payload("text")
                    .orderedBy("o-1")
                    .publish();
        }

        assertThat(transport.accepted)
                .extracting(ChannelMessage::orderingKey)
                .extracting(OrderingKey::value)
                .containsExactlyInAnyOrder("orders", "private-encrypted-a", "o-1", "o-1");
    }

    @Test
    void sendsTheVerySameBytesWhenItTriesAgain() throws Exception {
        List<String> sent = new CopyOnWriteArrayList<>();
        Transport failingOnce = new Transport() {
            @Override
            public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
                messages.forEach(message -> sent.add(message.data()));
                return CompletableFuture.completedFuture(
                        sent.size() > 1
                                ? Outcome.Accepted.INSTANCE
                                : new Outcome.Retryable(Outcome.Kind.UNKNOWN, 0, null, null, null));
            }
        };

        try (Pushcast pushcast = publisher(failingOnce)) {
            await(pushcast.to("private-encrypted-a").named("placed").payload("text"));
        }

        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
    }

    @Test
    void showsAStageInBetweenTheCiphertextOnly() throws Exception {
        List<String> stored = new CopyOnWriteArrayList<>();
        try (Pushcast pushcast = Pushcast.builder()
                .transport(transport)
                .encryption(KEYS)
                .wrapSink(sink -> message -> {
                    stored.add(message.data());
                    return sink.accept(message);
                })
                .build()) {
            await(pushcast.to("private-encrypted-a").named("placed").payload("text"));
        }

        assertThat(stored).containsExactly(onlyMessage().data());
    }

    @Test
    void takesPayloadsUpToTheLimitOfTheEnvelope() throws Exception {
        publish("x".repeat(7_617), "private-encrypted-a");

        assertThat(onlyMessage().dataBytes()).isLessThanOrEqualTo(10_240);
    }

    @Test
    void refusesALargerPayloadAndSaysBothSizes() {
        assertThatThrownBy(() -> publish("x".repeat(7_618), "a", "private-encrypted-a"))
                .isInstanceOfSatisfying(PayloadTooLargeException.class, e -> {
                    assertThat(e.size()).isEqualTo(7_620);
                    assertThat(e.limit()).isEqualTo(7_619);
                })
                .hasMessageStartingWith(
                        "The payload of 'placed' has 7620 bytes, 10244 when encrypted, and the limits are 7619 and 10240"
                                + " (UTF-8, after JSON encoding). Publish a smaller view of the event");
        assertThat(transport.accepted).isEmpty();
    }

    @Test
    void refusesAnEncryptedChannelWithoutAKey() {
        try (Pushcast pushcast = Pushcast.builder().transport(transport).build()) {
            Publication publication =
                    pushcast.to("orders", "private-encrypted-a").named("placed").payload("text");

            assertThatThrownBy(publication::publish)
                    .isInstanceOf(InvalidMessageException.class)
                    .hasMessage(
                            "The channel 'private-encrypted-a' is encrypted, and there is no key to encrypt with; give"
                                    + " Pushcast.builder() encryption(EncryptionKeys.of(…)), or publish to a channel that is not"
                                    + " called private-encrypted-…");
        }
        assertThat(transport.accepted).isEmpty();
    }

    @Test
    void checksNamesAsOnOtherChannels() {
        assertThatThrownBy(() -> publish("text", "private-encrypted-" + "a".repeat(200)))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("has 218 characters and the limit is 164");
    }

    private Delivery publish(Object payload, String channel, String... more) throws Exception {
        try (Pushcast pushcast = publisher(transport)) {
            return await(pushcast.to(channel, more).named("placed").payload(payload));
        }
    }

    private static Delivery await(Publication publication) throws Exception {
        return publication.publish().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static Pushcast publisher(Transport transport) {
        return Pushcast.builder()
                .transport(transport)
                .encryption(KEYS)
                .limits(Limits.PUSHER)
                .resilience(ResilienceSettings.builder()
                        .initialBackoff(Duration.ofMillis(1))
                        .build())
                .build();
    }

    private ChannelMessage onlyMessage() {
        assertThat(transport.accepted).hasSize(1);
        return transport.accepted.get(0);
    }

    private static String decrypted(ChannelMessage message) {
        ChannelName channel = message.channels().get(0);
        return KEYS.decrypt(channel, message.data());
    }
}
