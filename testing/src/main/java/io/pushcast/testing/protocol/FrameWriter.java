package io.pushcast.testing.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the server sends to connections. The {@code data} of most events is JSON inside a JSON string; errors have
 * it as an object.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/">The protocol</a>
 */
public final class FrameWriter {

    public static final String PING = "{\"event\":\"pusher:ping\",\"data\":\"{}\"}";
    public static final String PONG = "{\"event\":\"pusher:pong\",\"data\":\"{}\"}";

    private FrameWriter() {}

    static String event(String channel, String name, String data) {
        return event(channel, name, new JsonPrimitive(data), null);
    }

    /** An event of another client: its data is passed on as it came, and its user is known on presence channels. */
    static String clientEvent(String channel, String name, JsonElement data, @Nullable String userId) {
        return event(channel, name, data, userId);
    }

    public static String connectionEstablished(String socketId, Duration activityTimeout) {
        JsonObject data = new JsonObject();
        data.addProperty("socket_id", socketId);
        data.addProperty("activity_timeout", activityTimeout.toSeconds());
        return event(null, "pusher:connection_established", string(data), null);
    }

    static String subscriptionSucceeded(String channel) {
        return event(channel, "pusher_internal:subscription_succeeded", "{}");
    }

    static String subscriptionSucceeded(String channel, Collection<ChannelMember> members) {
        JsonArray ids = new JsonArray();
        JsonObject hash = new JsonObject();
        for (ChannelMember member : members) {
            ids.add(member.id());
            hash.add(member.id(), member.info());
        }
        JsonObject presence = new JsonObject();
        presence.add("ids", ids);
        presence.add("hash", hash);
        presence.addProperty("count", members.size());
        JsonObject data = new JsonObject();
        data.add("presence", presence);
        return event(channel, "pusher_internal:subscription_succeeded", string(data), null);
    }

    public static String subscriptionError(String channel, String type, int status, String message) {
        JsonObject data = new JsonObject();
        data.addProperty("type", type);
        data.addProperty("error", message);
        data.addProperty("status", status);
        return event(channel, "pusher:subscription_error", data, null);
    }

    static String memberAdded(String channel, ChannelMember member) {
        JsonObject data = new JsonObject();
        data.addProperty("user_id", member.id());
        data.add("user_info", member.info());
        return event(channel, "pusher_internal:member_added", string(data), null);
    }

    static String memberRemoved(String channel, ChannelMember member) {
        JsonObject data = new JsonObject();
        data.addProperty("user_id", member.id());
        return event(channel, "pusher_internal:member_removed", string(data), null);
    }

    static String cacheMiss(String channel) {
        return event(channel, "pusher:cache_miss", "{}");
    }

    public static String signedIn(String userData) {
        JsonObject data = new JsonObject();
        data.addProperty("user_data", userData);
        return event(null, "pusher:signin_success", string(data), null);
    }

    static String subscriptionCount(String channel, int count) {
        JsonObject data = new JsonObject();
        data.addProperty("subscription_count", count);
        return event(channel, "pusher_internal:subscription_count", string(data), null);
    }

    /** Some of those whom the connection's user watches have come online, or gone offline. */
    static String watchlist(String change, Collection<String> userIds) {
        JsonArray ids = new JsonArray();
        userIds.forEach(ids::add);
        JsonObject event = new JsonObject();
        event.addProperty("name", change);
        event.add("user_ids", ids);
        JsonArray events = new JsonArray();
        events.add(event);
        JsonObject data = new JsonObject();
        data.add("events", events);
        return event(null, "pusher_internal:watchlist_events", string(data), null);
    }

    /** An error of the connection, with a code that tells clients whether to come back; null for none. */
    public static String error(@Nullable Integer code, String message) {
        JsonObject data = new JsonObject();
        data.addProperty("code", code);
        data.addProperty("message", message);
        return event(null, "pusher:error", data, null);
    }

    private static String event(@Nullable String channel, String name, JsonElement data, @Nullable String userId) {
        JsonObject event = new JsonObject();
        event.addProperty("event", name);
        if (channel != null) {
            event.addProperty("channel", channel);
        }
        event.add("data", data);
        if (userId != null) {
            event.addProperty("user_id", userId);
        }
        return StrictJson.write(event);
    }

    private static JsonElement string(JsonObject data) {
        return new JsonPrimitive(StrictJson.write(data));
    }
}
