package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.PayloadTooLargeException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventFieldsTest {

    private final AcceptingTransport transport = new AcceptingTransport();
    private final Pushcast pushcast = Pushcast.builder()
            .transport(transport)
            .eventIds("_id")
            .eventSequence("_seq")
            .build();

    @AfterEach
    void close() {
        pushcast.close();
    }

    @Test
    void writesTheIdOfTheMessageBehindThePayloadsOwnFields() throws Exception {
        publish(Map.of("id", "o-1"), "orders");

        ChannelMessage message = transport.accepted.get(0);
        assertThat(message.data())
                .startsWith("{\"id\":\"o-1\",\"_id\":\"" + message.id() + "\",\"_seq\":{\"stream\":\"");
        assertThat(json(message).get("_id").asString()).isEqualTo(message.id());
    }

    @Test
    void writesIntoAnEmptyObject() throws Exception {
        publish(Map.of(), "orders");

        assertThat(json(transport.accepted.get(0)).propertyNames()).containsExactly("_id", "_seq");
    }

    @Test
    void numbersTheMessagesOfEachKey() throws Exception {
        for (String channel : List.of("a", "b", "a", "a", "b")) {
            publish(Map.of(), channel);
        }

        assertThat(numbersOn("a")).containsExactly(1L, 2L, 3L);
        assertThat(numbersOn("b")).containsExactly(1L, 2L);
        assertThat(streamsOn("a")).hasSize(1).doesNotContainAnyElementsOf(streamsOn("b"));
    }

    @Test
    void letsSubscribersOfOneChannelSeeAllNumbersOfAStream() throws Exception {
        publish(Map.of(), "a");
        publish(Map.of(), "a", "b");
        publish(Map.of(), "a");
        publish(Map.of(), "a", "b");

        assertThat(streamsOn("a")).hasSize(2);
        assertThat(streamsOn("b")).hasSize(1);
        assertThat(numbersOn("b")).containsExactly(1L, 2L);
    }

    @Test
    void givesNoNumberToAMessageWithoutOrder() throws Exception {
        await(pushcast.to("a").named("placed").payload(Map.of()).orderedBy(OrderingKey.NONE));

        assertThat(json(transport.accepted.get(0)).propertyNames()).containsExactly("_id");
    }

    @Test
    void beginsANewStreamInAnotherPublisher() throws Exception {
        publish(Map.of(), "a");
        try (Pushcast restarted =
                Pushcast.builder().transport(transport).eventSequence("_seq").build()) {
            await(restarted.to("a").named("placed").payload(Map.of()));
        }

        assertThat(numbersOn("a")).containsExactly(1L, 1L);
        assertThat(streamsOn("a")).hasSize(2);
    }

    @Test
    void leavesNoGapForWhatIsNotPublished() throws Exception {
        publish(Map.of(), "a");
        assertThatThrownBy(() -> publish(Map.of("text", "x".repeat(10_240)), "a"))
                .isInstanceOf(PayloadTooLargeException.class);
        assertThatThrownBy(() -> publish(Map.of(), "a", "private-encrypted-b"))
                .isInstanceOf(InvalidMessageException.class);
        publish(Map.of(), "a");

        assertThat(numbersOn("a")).containsExactly(1L, 2L);
    }

    @Test
    void writesIntoWhatIsEncryptedThen() throws Exception {
        EncryptionKeys keys = EncryptionKeys.of("A".repeat(43) + "=");
        try (Pushcast encrypting = Pushcast.builder()
                .transport(transport)
                .encryption(keys)
                .eventIds("_id")
                .build()) {
            await(encrypting.to("a", "private-encrypted-b").named("placed").payload(Map.of()));
        }

        assertThat(transport.accepted).hasSize(2).allSatisfy(message -> {
            boolean encrypted = message.channels().get(0).type().isEncrypted();
            String data = encrypted ? keys.decrypt(message.channels().get(0), message.data()) : message.data();
            assertThat(data).isEqualTo("{\"_id\":\"" + message.id() + "\"}");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"_id", "_seq"})
    void refusesAPayloadThatHasTheFieldAlready(String field) {
        assertThatThrownBy(() -> publish(new TreeMap<>(Map.of("a", 1, field, "mine")), "orders"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("The payload of 'placed' has a field '" + field
                        + "' already; give the publisher another name for the one that it adds");
        assertThat(transport.accepted).isEmpty();
    }

    @Test
    void takesAPayloadThatHasTheFieldWithin() throws Exception {
        publish(Map.of("order", Map.of("_id", "_id"), "text", "{\"_id\":1}"), "orders");

        assertThat(transport.accepted).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "{\"a\":1}"})
    void refusesAPayloadThatIsNoObject(String payload) {
        assertThatThrownBy(() -> publish(payload, "orders"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage(
                        "The payload of 'placed' is no JSON object, so that the field '_id' can't be written into it;"
                                + " publish a record or a map");
        assertThatThrownBy(() -> publish(List.of(Map.of()), "orders")).isInstanceOf(InvalidMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"", "\\", "ä", "a.b"})
    void refusesNamesThatNeedCareInJson(String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pushcast.builder().eventIds(field))
                .withMessage(
                        "'" + field + "' is no name for a field that is added to payloads; one is made of A-Z a-z 0-9"
                                + " _ $ -, such as _id");
        assertThatIllegalArgumentException().isThrownBy(() -> Pushcast.builder().eventSequence(field));
    }

    @Test
    void refusesTheSameNameForBoth() {
        PushcastBuilder builder =
                Pushcast.builder().transport(transport).eventIds("_m").eventSequence("_m");

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessage("The field '_m' is to hold both the id and the number; give them different names");
    }

    @Test
    void givesEachNumberOnceToSeveralThreads() {
        SequenceNumbers sequences = new SequenceNumbers();
        OrderingKey key = OrderingKey.of("k");

        Set<String> numbers = IntStream.range(0, 20_000)
                .parallel()
                .mapToObj(i -> sequences.next(key, List.of()).toJson())
                .collect(Collectors.toSet());

        assertThat(numbers).hasSize(20_000);
        assertThat(sequences.next(key, List.of()).toJson()).endsWith("\"number\":20001}");
    }

    @Test
    void forgetsTheStreamsThatWereUsedLongestAgo() {
        SequenceNumbers sequences = new SequenceNumbers();
        OrderingKey first = OrderingKey.of("first");
        String known = sequences.next(first, List.of()).toJson();
        IntStream.range(0, SequenceNumbers.MAX_STREAMS - 1)
                .forEach(i -> sequences.next(OrderingKey.of("k" + i), List.of()));

        assertThat(sequences.next(first, List.of()).toJson()).isEqualTo(known.replace("\"number\":1", "\"number\":2"));

        IntStream.range(0, SequenceNumbers.MAX_STREAMS)
                .forEach(i -> sequences.next(OrderingKey.of("l" + i), List.of()));

        assertThat(sequences.next(first, List.of()).toJson())
                .endsWith("\"number\":1}")
                .isNotEqualTo(known);
    }

    private void publish(Object payload, String channel, String... more) throws Exception {
        await(pushcast.to(channel, more).named("placed").payload(payload));
    }

    private static void await(Publication publication) throws Exception {
        publication.publish().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private List<Long> numbersOn(String channel) {
        return sequencesOn(channel).stream()
                .map(sequence -> sequence.get("number").asLong())
                .toList();
    }

    private List<String> streamsOn(String channel) {
        return sequencesOn(channel).stream()
                .map(sequence -> sequence.get("stream").asString())
                .distinct()
                .toList();
    }

    private List<JsonNode> sequencesOn(String channel) {
        return transport.accepted.stream()
                .filter(message -> message.channels().toString().matches(".*\\b" + channel + "\\b.*"))
                .map(message -> json(message).get("_seq"))
                .toList();
    }

    private static JsonNode json(ChannelMessage message) {
        return JsonMapper.shared().readTree(message.data());
    }
}
