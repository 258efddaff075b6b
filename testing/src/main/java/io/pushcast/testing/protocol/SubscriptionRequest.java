package io.pushcast.testing.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a client sends to subscribe: the channel, and what the application's auth endpoint gave it. */
public record SubscriptionRequest(
        String channel, @Nullable String auth, @Nullable String channelData) {

    public static SubscriptionRequest of(JsonElement data) throws ProtocolException {
        if (!data.isJsonObject()) {
            throw new ProtocolException(
                    "The data of pusher:subscribe must be an object with the channel, not " + StrictJson.kind(data));
        }
        JsonObject fields = data.getAsJsonObject();
        String channel = text(fields, "channel");
        if (channel == null) {
            throw new ProtocolException("The data of pusher:subscribe lacks 'channel'");
        }
        return new SubscriptionRequest(channel, text(fields, "auth"), text(fields, "channel_data"));
    }

    private static @Nullable String text(JsonObject fields, String name) throws ProtocolException {
        try {
            return StrictJson.text(fields, name);
        } catch (StrictJson.MalformedException e) {
            throw new ProtocolException("'" + name + "' of pusher:subscribe must be " + e.getMessage());
        }
    }
}
