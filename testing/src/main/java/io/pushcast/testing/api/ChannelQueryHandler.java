package io.pushcast.testing.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.testing.protocol.ChannelRegistry;
import io.pushcast.testing.protocol.ChannelSubscribers;
import java.util.List;

/** Answers what the HTTP API can be asked about channels. Used on the server's thread only. */
public final class ChannelQueryHandler {

    private final ChannelRegistry channels;

    public ChannelQueryHandler(ChannelRegistry channels) {
        this.channels = channels;
    }

    /** The occupied channels, by prefix if one is given. */
    public JsonElement channels(ApiRequest request) throws RefusedException {
        String given = request.parameter("filter_by_prefix");
        String prefix = given == null ? "" : given;
        ChannelAttributes wanted = ChannelAttributes.parse(request.parameter("info"));
        if (wanted.userCount() && !prefix.startsWith("presence-")) {
            throw new RefusedException(
                    400, "user_count is known for presence channels only: give a filter_by_prefix of 'presence-…'");
        }
        JsonObject found = new JsonObject();
        channels.occupied().keySet().stream()
                .filter(name -> name.startsWith(prefix) && ChannelName.Type.of(name) != ChannelName.Type.USER)
                .forEach(name -> found.add(name, describe(ChannelName.of(name), wanted)));
        JsonObject result = new JsonObject();
        result.add("channels", found);
        return result;
    }

    /** One channel, occupied or not. */
    public JsonElement channel(ApiRequest request, String name) throws RefusedException {
        ChannelAttributes wanted = ChannelAttributes.parse(request.parameter("info"));
        if (wanted.userCount() && !ChannelName.Type.of(name).isPresence()) {
            throw new RefusedException(
                    400, "user_count is known for presence channels only, and '" + name + "' is none");
        }
        JsonObject result = new JsonObject();
        result.addProperty("occupied", !channels.subscribers(name).isEmpty());
        JsonObject attributes = describe(channelName(name), wanted);
        attributes.entrySet().forEach(entry -> result.add(entry.getKey(), entry.getValue()));
        return result;
    }

    /** The members of a presence channel. */
    public JsonElement users(ApiRequest request, String name) throws RefusedException {
        List<String> unknown = request.query().keySet().stream()
                .filter(parameter -> !SignatureCheck.isPartOfSignature(parameter))
                .toList();
        if (!unknown.isEmpty()) {
            throw new RefusedException(
                    400, "The users of a channel are asked for without parameters, not with " + unknown);
        }
        if (!ChannelName.Type.of(name).isPresence()) {
            throw new RefusedException(400, "Users are known for presence channels only, and '" + name + "' is none");
        }
        JsonArray users = new JsonArray();
        channels.subscribers(name).members().keySet().forEach(id -> {
            JsonObject user = new JsonObject();
            user.addProperty("id", id);
            users.add(user);
        });
        JsonObject result = new JsonObject();
        result.add("users", users);
        return result;
    }

    /** What is wanted to know of several channels, by name. */
    public JsonObject describe(List<ChannelName> names, ChannelAttributes wanted) {
        JsonObject result = new JsonObject();
        names.forEach(name -> result.add(name.value(), describe(name, wanted)));
        return result;
    }

    /** What is wanted to know of one channel, as far as channels of its type have it. */
    public JsonObject describe(ChannelName channel, ChannelAttributes wanted) {
        ChannelSubscribers subscribers = channels.subscribers(channel.value());
        JsonObject result = new JsonObject();
        if (wanted.userCount() && channel.type().isPresence()) {
            result.addProperty("user_count", subscribers.members().size());
        }
        if (wanted.subscriptionCount()) {
            result.addProperty("subscription_count", subscribers.size());
        }
        if (wanted.cache()) {
            result.add("cache", cached(channel));
        }
        return result;
    }

    private static ChannelName channelName(String name) throws RefusedException {
        try {
            return ChannelName.of(name);
        } catch (InvalidMessageException e) {
            throw new RefusedException(400, String.valueOf(e.getMessage()));
        }
    }

    private JsonElement cached(ChannelName channel) {
        ChannelMessage last = channels.lastMessage(channel.value());
        if (last == null) {
            return JsonNull.INSTANCE;
        }
        JsonObject result = new JsonObject();
        result.addProperty("data", last.data());
        return result;
    }
}
