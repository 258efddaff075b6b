package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.pushcast.http.ByteWriter;
import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

    @Test
    void writesOneMessageWithAllItsChannels() {
        ChannelMessage message = ChannelMessage.builder("1", channels("a", "b"), "placed", "{\"id\":1}")
                .excluding(SocketId.of("1.2"))
                .build();

        assertThat(event(message))
                .isEqualTo("{\"name\":\"placed\",\"channels\":[\"a\",\"b\"],\"data\":\"{\\\"id\\\":1}\","
                        + "\"socket_id\":\"1.2\"}");
    }

    @Test
    void writesSeveralMessagesInTheirOrder() {
        assertThat(batch(List.of(message("1", "a"), message("2", "b")), false))
                .isEqualTo("{\"batch\":[{\"name\":\"placed\",\"channel\":\"a\",\"data\":\"1\"},"
                        + "{\"name\":\"placed\",\"channel\":\"b\",\"data\":\"2\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"text\"",
                "{\"html\":\"<b>&'=\"}",
                "{\"slash\":\"\\\\ \\/ \\n \\u0001\"}",
                "\"\u00e9 \u20ac \uD83D\uDE00 \u2028\"",
                "  [ 1 , 2 ]  ",
            })
    void carriesThePayloadUnchanged(String payload) {
        String body = event(message(payload, "a"));

        assertThat(JsonParser.parseString(body).getAsJsonObject().get("data").getAsString())
                .isEqualTo(payload);
    }

    @Test
    void escapesNothingForHtml() {
        assertThat(event(message("\"<>&='\"", "a"))).contains("\\\"<>&='\\\"");
    }

    @Test
    void writesTheNameOfAUserChannel() {
        ChannelMessage message = ChannelMessage.builder("1", List.of(ChannelName.ofUser("4\"2")), "n", "1")
                .build();

        assertThat(event(message)).contains("\"channels\":[\"#server-to-user-4\\\"2\"]");
    }

    @Test
    void asksForInfoWithTheMessagesThatWantIt() {
        ChannelMessage asking = ChannelMessage.builder("1", channels("a"), "n", "1")
                .info(Set.of(ChannelInfo.Attribute.SUBSCRIPTION_COUNT, ChannelInfo.Attribute.USER_COUNT))
                .build();

        assertThat(event(asking))
                .isEqualTo(
                        "{\"name\":\"n\",\"channels\":[\"a\"],\"data\":\"1\",\"info\":\"user_count,subscription_count\"}");
        assertThat(batch(List.of(asking, message("2", "b")), false))
                .isEqualTo("{\"batch\":[{\"name\":\"n\",\"channel\":\"a\",\"data\":\"1\","
                        + "\"info\":\"user_count,subscription_count\"},"
                        + "{\"name\":\"placed\",\"channel\":\"b\",\"data\":\"2\"}]}");
    }

    @Test
    void carriesAKeyForEachMessageOfABatch() {
        ChannelMessage first = message("1", "a");
        ChannelMessage second = message("2", "b");

        assertThat(batch(List.of(first, second), true))
                .contains("\"channel\":\"a\",\"idempotency_key\":\"" + IdempotencyKey.of(first) + "\",\"data\"")
                .contains("\"channel\":\"b\",\"idempotency_key\":\"" + IdempotencyKey.of(second) + "\",\"data\"");
    }

    @Test
    void hasOneKeyForAMessageAndOthersForItsParts() {
        ChannelMessage whole = message("1", "a", "b");

        assertThat(IdempotencyKey.of(whole))
                .isEqualTo(IdempotencyKey.of(message("1", "a", "b")))
                .startsWith(whole.id() + "-")
                .matches("[A-Za-z0-9-]+")
                .isNotEqualTo(IdempotencyKey.of(whole.forChannels(channels("a"))))
                .isNotEqualTo(IdempotencyKey.of(whole.forChannels(channels("ab"))))
                .isNotEqualTo(IdempotencyKey.of(whole.forChannels(channels("b", "a"))));
    }

    @Test
    void refusesSeveralChannelsWithinABatch() {
        assertThatThrownBy(() -> RequestBody.requireOneChannelEach(List.of(message("1", "a"), message("2", "b", "c"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The message 2 goes to 2 channels; a request with several messages takes one channel each,"
                        + " so send it alone");
    }

    @Test
    void makesRoomForNamesThatTakeMoreThanWasReckonedWith() {
        String name = "é".repeat(200);
        ChannelMessage message =
                ChannelMessage.builder("1", channels("a"), name, "1").build();

        String body = batch(List.of(message, message), false);

        assertThat(JsonParser.parseString(body).getAsJsonObject().getAsJsonArray("batch"))
                .extracting(sent -> sent.getAsJsonObject().get("name").getAsString())
                .containsExactly(name, name);
    }

    private static String event(ChannelMessage message) {
        ByteWriter body = new ByteWriter();
        RequestBody.writeEvent(message, body);
        return text(body);
    }

    private static String batch(List<ChannelMessage> messages, boolean keys) {
        ByteWriter body = new ByteWriter();
        RequestBody.writeBatch(messages, body, keys);
        return text(body);
    }

    private static String text(ByteWriter body) {
        return new String(body.array(), 0, body.length(), StandardCharsets.UTF_8);
    }

    private static ChannelMessage message(String payload, String... channels) {
        return ChannelMessage.builder(payload, channels(channels), "placed", payload)
                .build();
    }

    private static List<ChannelName> channels(String... names) {
        return Arrays.stream(names).map(ChannelName::of).toList();
    }
}
