package io.pushcast.pusher;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.transport.Outcome.Accepted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server told about channels when it accepted messages. It was accepted, whatever the body looks like: what
 * can't be read was not told.
 */
final class AcceptedInfo {

    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    private AcceptedInfo() {}

    /** That these messages were accepted; the body is not looked at if none of them asked. */
    static Accepted read(String body, List<ChannelMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (!messages.get(i).info().isEmpty()) {
                return new Accepted(parse(body, messages));
            }
        }
        return Accepted.INSTANCE;
    }

    private static Map<ChannelMessage, Map<ChannelName, ChannelInfo>> parse(
            String body, List<ChannelMessage> messages) {
        JsonObject answer = object(tree(body));
        Map<ChannelMessage, Map<ChannelName, ChannelInfo>> info = new LinkedHashMap<>();
        if (messages.size() == 1) {
            put(info, messages.get(0), ofChannels(messages.get(0), object(answer.get("channels"))));
        } else if (answer.get("batch") instanceof JsonArray batch && batch.size() == messages.size()) {
            for (int i = 0; i < batch.size(); i++) {
                ChannelMessage message = messages.get(i);
                put(info, message, Map.of(message.channels().get(0), info(object(batch.get(i)))));
            }
        }
        return info;
    }

    private static void put(
            Map<ChannelMessage, Map<ChannelName, ChannelInfo>> info,
            ChannelMessage message,
            Map<ChannelName, ChannelInfo> told) {
        Map<ChannelName, ChannelInfo> known = new LinkedHashMap<>(told);
        known.values().removeIf(ChannelInfo.NONE::equals);
        if (!message.info().isEmpty() && !known.isEmpty()) {
            info.put(message, known);
        }
    }

    private static Map<ChannelName, ChannelInfo> ofChannels(ChannelMessage message, JsonObject channels) {
        Map<ChannelName, ChannelInfo> info = new LinkedHashMap<>();
        for (ChannelName channel : message.channels()) {
            info.put(channel, info(object(channels.get(channel.value()))));
        }
        return info;
    }

    private static ChannelInfo info(JsonObject channel) {
        return new ChannelInfo(count(channel.get("user_count")), count(channel.get("subscription_count")));
    }

    private static OptionalInt count(@Nullable JsonElement value) {
        return value != null
                        && value.isJsonPrimitive()
                        && COUNT.matcher(value.getAsString()).matches()
                ? OptionalInt.of(Integer.parseInt(value.getAsString()))
                : OptionalInt.empty();
    }

    private static @Nullable JsonElement tree(String body) {
        try {
            return JsonParser.parseString(body);
        } catch (JsonParseException e) {
            return null;
        }
    }

    /** What is no object has no members: PHP writes an empty one as an array. */
    private static JsonObject object(@Nullable JsonElement json) {
        return json != null && json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
    }
}
