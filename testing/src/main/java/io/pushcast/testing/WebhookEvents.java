package io.pushcast.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pushcast.message.ChannelName;
import io.pushcast.testing.protocol.ChannelListener;
import io.pushcast.testing.protocol.ServerTimer;
import io.pushcast.testing.protocol.StrictJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes webhook events of what happens on channels. That a channel is vacated or a member gone is held back for a while:
 * if the channel is occupied or the member back by then, nothing is told of either. Used on the server's thread only.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/">Webhooks</a>
 */
final class WebhookEvents implements ChannelListener {

    private final ServerTimer timer;
    private final Consumer<JsonObject> target;
    private final Map<String, HeldBack> heldBack = new HashMap<>();
    private Duration vacatedDelay = Webhooks.DEFAULT_VACATED_DELAY;
    private long count;

    /** Numbered, so that they can be let go in the order in which they came. */
    private record HeldBack(long number, JsonObject event) {}

    WebhookEvents(ServerTimer timer, Consumer<JsonObject> target) {
        this.timer = timer;
        this.target = target;
    }

    void vacatedDelay(Duration delay) {
        this.vacatedDelay = delay;
    }

    @Override
    public void occupied(String channel) {
        if (isTold(channel) && heldBack.remove(channel) == null) {
            target.accept(event("channel_occupied", channel));
        }
    }

    @Override
    public void vacated(String channel) {
        if (isTold(channel)) {
            holdBack(channel, event("channel_vacated", channel));
        }
    }

    @Override
    public void memberAdded(String channel, String userId) {
        if (heldBack.remove(member(channel, userId)) == null) {
            target.accept(memberEvent("member_added", channel, userId));
        }
    }

    @Override
    public void memberRemoved(String channel, String userId) {
        holdBack(member(channel, userId), memberEvent("member_removed", channel, userId));
    }

    @Override
    public void clientEvent(String channel, String event, JsonElement data, String socketId, @Nullable String userId) {
        JsonObject result = event("client_event", channel);
        result.addProperty("event", event);
        result.addProperty("data", data.isJsonPrimitive() ? data.getAsString() : StrictJson.write(data));
        result.addProperty("socket_id", socketId);
        if (userId != null) {
            result.addProperty("user_id", userId);
        }
        target.accept(result);
    }

    @Override
    public void cacheMiss(String channel) {
        target.accept(event("cache_miss", channel));
    }

    @Override
    public void subscriptionCount(String channel, int count) {
        JsonObject result = event("subscription_count", channel);
        result.addProperty("subscription_count", count);
        target.accept(result);
    }

    /** Tells now what is held back. */
    void flush() {
        List<HeldBack> all = heldBack.values().stream()
                .sorted((one, other) -> Long.compare(one.number(), other.number()))
                .toList();
        heldBack.clear();
        all.forEach(held -> target.accept(held.event()));
    }

    /** Forgets what is held back. */
    void forget() {
        heldBack.clear();
    }

    private void holdBack(String what, JsonObject event) {
        if (vacatedDelay.isZero()) {
            target.accept(event);
            return;
        }
        HeldBack held = new HeldBack(count++, event);
        heldBack.put(what, held);
        timer.after(vacatedDelay, () -> {
            if (heldBack.remove(what, held)) {
                target.accept(event);
            }
        });
    }

    /** No channel name has a space. */
    private static String member(String channel, String userId) {
        return channel + " " + userId;
    }

    /** The channel of a user is the server's own affair. */
    private static boolean isTold(String channel) {
        return ChannelName.Type.of(channel) != ChannelName.Type.USER;
    }

    private static JsonObject memberEvent(String name, String channel, String userId) {
        JsonObject result = event(name, channel);
        result.addProperty("user_id", userId);
        return result;
    }

    private static JsonObject event(String name, String channel) {
        JsonObject result = new JsonObject();
        result.addProperty("name", name);
        result.addProperty("channel", channel);
        return result;
    }
}
