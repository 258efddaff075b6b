package io.pushcast.subscribe;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonReadException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of the protocol.
 *
 * @param event its name
 * @param channel the channel it is about; null if it is about the connection
 * @param data what it says, as text: JSON for most
 * @param userId who sent it, of a client event on a presence channel; else null
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/">The protocol</a>
 */
record Frame(
        String event,
        @Nullable String channel,
        String data,
        @Nullable String userId) {

    static final String PING = "{\"event\":\"pusher:ping\",\"data\":{}}";
    static final String PONG = "{\"event\":\"pusher:pong\",\"data\":{}}";

    /** @throws JsonReadException if the text is no such message */
    static Frame read(JsonCodec json, String text) {
        if (!(json.read(text) instanceof Map<?, ?> message)) {
            throw new JsonReadException(1, 1, "a message of the protocol is an object");
        }
        if (!(message.get("event") instanceof String event)) {
            throw new JsonReadException(1, 1, "a message of the protocol has an event");
        }
        String channel = message.get("channel") instanceof String name ? name : null;
        return new Frame(event, channel, data(json, message.get("data")), user(message.get("user_id")));
    }

    /** Nearly always a text that holds JSON; errors, and what clients send, may be objects. */
    private static String data(JsonCodec json, @Nullable Object data) {
        return data instanceof String text ? text : data == null ? "" : json.write(data);
    }

    private static @Nullable String user(@Nullable Object id) {
        return id instanceof String || id instanceof Long ? id.toString() : null;
    }

    /** What it says, as an object; empty if it is none. */
    Map<?, ?> fields(JsonCodec json) {
        try {
            return !data.isEmpty() && json.read(data) instanceof Map<?, ?> fields ? fields : Map.of();
        } catch (JsonReadException e) {
            return Map.of();
        }
    }

    static String subscribe(JsonCodec json, String channel, SubscriptionAuthorizer.@Nullable Grant grant) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("channel", channel);
        if (grant != null) {
            data.put("auth", grant.auth());
            if (grant.channelData() != null) {
                data.put("channel_data", grant.channelData());
            }
        }
        return json.write(message("pusher:subscribe", data));
    }

    static String unsubscribe(JsonCodec json, String channel) {
        return json.write(message("pusher:unsubscribe", Map.of("channel", channel)));
    }

    static String signIn(JsonCodec json, SubscriptionAuthorizer.UserGrant grant) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("auth", grant.auth());
        data.put("user_data", grant.userData());
        return json.write(message("pusher:signin", data));
    }

    /** @param payload JSON, which is sent in a text as servers send it */
    static String clientEvent(JsonCodec json, String channel, String event, String payload) {
        Map<String, Object> message = message(event, payload);
        message.put("channel", channel);
        return json.write(message);
    }

    private static Map<String, Object> message(String event, Object data) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("event", event);
        message.put("data", data);
        return message;
    }
}
