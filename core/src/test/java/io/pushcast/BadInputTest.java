package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pushcast.json.JsonWriteException;
import io.pushcast.mapping.MappingException;
import io.pushcast.mapping.PublishTo;
import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.PayloadTooLargeException;
import io.pushcast.pusher.PusherApp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each mistake of the caller has an error that helps, and takes nothing else with it. */
class BadInputTest {

    private final AcceptingTransport transport = new AcceptingTransport();
    private final Pushcast pushcast = Pushcast.builder().transport(transport).build();

    @PublishTo(channel = "orders.{customerId}")
    record Good(String customerId) {}

    @PublishTo(channel = "private-orders.{custmerId}")
    record Misspelt(String orderId, String customerId) {}

    record Unmapped(String id) {}

    @AfterEach
    void close() {
        pushcast.close();
    }

    @Test
    void missingCredentialsAreNamedAllAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PusherApp.builder().key("k").build())
                .withMessage(
                        "The Pusher app lacks appId, secret, cluster (or host); they are on the page 'App Keys' of the"
                                + " app in Pusher's dashboard");
    }

    @Test
    void aPublisherWithoutAnAppSaysHowToGiveOne() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Pushcast.builder().build())
                .withMessageStartingWith("No Pusher app is given. Call app(PusherApp.builder()");
    }

    @Test
    void anUnknownPropertyOfATemplateIsNamedWithThoseThatThereAre() throws Exception {
        assertNothingElseIsLost(() -> assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> pushcast.publish(new Misspelt("o-1", "c-7")))
                .withMessageContaining("Misspelt")
                .withMessageContaining("private-orders.{custmerId}")
                .withMessageContaining("it has orderId, customerId"));
    }

    @Test
    void anIllegalCharacterInAValueIsNamedWithTheValue() throws Exception {
        assertNothingElseIsLost(() -> assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> pushcast.publish(new Good("7/admin")))
                .withMessageContaining("7/admin")
                .withMessageContaining("'/'")
                .withMessageContaining("customerId"));
    }

    @Test
    @SuppressWarnings("NullAway")
    void aNullEventIsRefused() throws Exception {
        assertNothingElseIsLost(() -> assertThatIllegalArgumentException()
                .isThrownBy(() -> pushcast.publish(null))
                .withMessage("The event must not be null"));
    }

    @Test
    void anUnmappedTypeIsToldHowToMapIt() throws Exception {
        assertNothingElseIsLost(() -> assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> pushcast.publish(new Unmapped("1")))
                .withMessageContaining("Unmapped")
                .withMessageContaining("@PublishTo")
                .withMessageContaining("EventMappings.builder()"));
    }

    @Test
    void aPayloadOneByteOverTheLimitIsRefusedWithBothSizes() throws Exception {
        Publication publication = pushcast.to("a").named("large");

        // In bytes, not characters: two bytes each, and the quotes.
        publication.payload("é".repeat((10_240 - 2) / 2)).publish();
        assertNothingElseIsLost(() -> assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() ->
                        publication.payload("é".repeat((10_240 - 2) / 2) + "x").publish())
                .withMessageStartingWith("The payload of 'large' has 10241 bytes and the limit is 10240")
                .satisfies(tooLarge ->
                        assertThat(List.of(tooLarge.size(), tooLarge.limit())).containsExactly(10_241L, 10_240L)));
        assertThat(transport.events()).contains("large");
    }

    @Test
    void aPayloadThatCannotBeWrittenIsNamedByItsClass() throws Exception {
        Map<String, Object> cyclic = new HashMap<>();
        cyclic.put("self", cyclic);

        assertNothingElseIsLost(() -> assertThatExceptionOfType(JsonWriteException.class)
                .isThrownBy(() -> pushcast.to("a").named("e").payload(cyclic).publish())
                .withMessageContaining("java.util.HashMap"));
    }

    @Test
    void namesThatPusherKeepsForItselfAreRefused() throws Exception {
        for (String name : List.of("pusher:ping", "pusher_internal:x", "client-typing")) {
            assertNothingElseIsLost(() -> assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(() -> pushcast.to("a").named(name).payload(1).publish())
                    .withMessageContaining("'" + name + "'"));
        }
    }

    @Test
    void namesThatAreTooLongAreRefused() throws Exception {
        assertNothingElseIsLost(() -> assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(
                        () -> pushcast.to("c".repeat(165)).named("e").payload(1).publish())
                .withMessageContaining("has 165 characters and the limit is 164"));
        assertNothingElseIsLost(() -> assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(
                        () -> pushcast.to("c").named("e".repeat(201)).payload(1).publish())
                .withMessageContaining("has 201 characters and the limit is 200"));
    }

    @Test
    void whatIsNoSocketIdIsRefused() {
        for (String id : List.of("", "1", "1.", "1.2.3", "1.2\n", "a.b", "１.２")) {
            assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(() -> PublishOptions.NONE.excluding(id))
                    .withMessageContaining("is no socket id");
        }
    }

    @Test
    void aChannelNameSaysWhichCharacterIsWrong() {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> ChannelName.of("orders 7"))
                .withMessage(
                        "The channel name 'orders 7' has the character U+0020 at position 6; channel names are made of"
                                + " A-Z a-z 0-9 _ - = @ , . ;");
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> ChannelName.of(""))
                .withMessage("A channel name must not be empty");
    }

    @Test
    void aPublicationSaysWhatItLacks() {
        assertThatIllegalStateException()
                .isThrownBy(() -> pushcast.to("a").payload(1).publish())
                .withMessage("The publication to [a] lacks a name; call named(…)");
        assertThatIllegalStateException()
                .isThrownBy(() -> pushcast.to("a").named("e").publish())
                .withMessage("The publication to [a] lacks a payload; call payload(…)");
    }

    @Test
    void ofSeveralRoutesNoneIsSentIfOneIsWrong() throws Exception {
        assertNothingElseIsLost(() -> assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> pushcast.publish(new TwoRoutes("7", "x y"))));
        assertThat(transport.events()).doesNotContain("first");
    }

    @PublishTo(channel = "a.{right}", event = "first")
    @PublishTo(channel = "b.{wrong}", event = "second")
    record TwoRoutes(String right, String wrong) {}

    private void assertNothingElseIsLost(ThrowingCallable mistake) throws Exception {
        long before = goods();
        IntStream.range(0, 3).forEach(i -> pushcast.publish(new Good("before-" + i)));
        try {
            mistake.call();
        } catch (Throwable t) {
            throw new AssertionError("The mistake had another effect than expected", t);
        }
        IntStream.range(0, 3).forEach(i -> pushcast.publish(new Good("after-" + i)));
        pushcast.flush().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(goods() - before).isEqualTo(6);
    }

    private long goods() {
        return transport.events().stream().filter("good"::equals).count();
    }

    @Test
    void aPublicationCanNotAskForACachedEvent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublishOptions.NONE.withInfo(ChannelInfo.Attribute.CACHE))
                .withMessageContaining("not for CACHE; Pushcast.channels().channel(name, CACHE) tells that");
    }

    @Test
    void aUsersIdHasNoControlCharacters() {
        for (String id : List.of("a\nb", "\u0000", "\u007f", "a\ud800", "\udc00a", "\ud800\ud800")) {
            assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(() -> pushcast.toUser(id))
                    .withMessageStartingWith("The user's id has the character U+");
        }
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> pushcast.toUser(""))
                .withMessageContaining("lacks the user's id");
        pushcast.toUser("auth0|5f7/ä 🎉#?");
    }

    @Test
    void channelsCanNotBeAskedAboutThroughATransportOfOnesOwn() {
        assertThatIllegalStateException()
                .isThrownBy(pushcast::channels)
                .withMessageContaining("only with an app, or a PusherTransport");
        assertThatIllegalStateException().isThrownBy(() -> pushcast.terminateConnections("1"));
    }

    private static final String HALF_AN_EMOJI = "Hello \ud83d\ude00 world".substring(0, 7);

    @Test
    void halfOfACharacterIsRefusedWhereverItIs() {
        refuses(
                () -> pushcast.to("c")
                        .named("e")
                        .payload(Map.of("preview", HALF_AN_EMOJI))
                        .publish(),
                "The payload of 'e' has the character U+D83D at position 18, half of a character that was cut in two (an"
                        + " emoji, by substring?), which can't be sent; cut texts by code points");
        refuses(
                () -> pushcast.to("c").named(HALF_AN_EMOJI).payload(1).publish(),
                "The event name 'Hello \\uD83D' has the character U+D83D at position 6");
        refuses(
                () -> pushcast.to("c")
                        .named("e")
                        .orderedBy(HALF_AN_EMOJI)
                        .payload(1)
                        .publish(),
                "The ordering key 'Hello \\uD83D' has the character U+D83D at position 6");
        refuses(
                () -> pushcast.toUser(HALF_AN_EMOJI).named("e").payload(1).publish(),
                "The user's id has the character U+D83D at position 6");
        assertThat(transport.accepted).isEmpty();
    }

    @Test
    void aZeroCharacterIsRefusedWhereADatabaseWouldRefuseIt() {
        refuses(
                () -> pushcast.to("c").named("e\0").payload(1).publish(),
                "The event name 'e\\u0000' has the character U+0000 at position 1, which databases do not store;"
                        + " remove it");
        refuses(
                () -> pushcast.to("c").named("e").orderedBy("k\0").payload(1).publish(),
                "The ordering key 'k\\u0000' has the character U+0000 at position 1");
        refuses(() -> pushcast.toUser("u\0").named("e").payload(1).publish(), "The user's id has the character U+0000");
    }

    @Test
    void aZeroCharacterInAPayloadTravelsAsJsonWritesIt() throws Exception {
        pushcast.to("c")
                .named("e")
                .payload(Map.of("text", "a\0b\ud83d\ude00"))
                .publish()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(transport.accepted.get(0).data()).isEqualTo("{\"text\":\"a\\u0000b\ud83d\ude00\"}");
    }

    @Test
    void whatComesFromOutsideMakesOneShortLine() {
        String name = "client-\r\n2026-11-30 ERROR forged" + "x".repeat(1_000_000);

        for (ThrowingCallable publish : List.<ThrowingCallable>of(
                () -> pushcast.to("c").named(name).payload(1).publish(),
                () -> pushcast.to(name).named("e").payload(1).publish(),
                () -> pushcast.to("c").named("e").excluding(name).payload(1).publish(),
                () -> pushcast.to("c" + "x".repeat(1_000_000))
                        .named("e")
                        .payload(1)
                        .publish(),
                () -> pushcast.toUser("x".repeat(1_000_000))
                        .named("e")
                        .payload(1)
                        .publish(),
                () -> pushcast.to("c")
                        .named("e\n" + "x".repeat(150))
                        .payload("y".repeat(20_000))
                        .publish())) {
            assertThatExceptionOfType(InvalidMessageException.class)
                    .isThrownBy(publish)
                    .satisfies(
                            e -> assertThat(e.getMessage()).hasSizeLessThan(800).doesNotContain("\n", "\r"));
        }
    }

    @Test
    void aUserIdThatIsTooLongIsNamedAsSuch() {
        refuses(
                () -> pushcast.toUser("u".repeat(150)).named("e").payload(1).publish(),
                "The user id '" + "u".repeat(150) + "' has 150 characters and the limit is 148: the user's channel is"
                        + " #server-to-user-{id}, and a channel name has up to 164 characters");
    }

    private static void refuses(ThrowingCallable publish, String message) {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(publish)
                .withMessageContaining(message);
    }
}
