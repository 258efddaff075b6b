package io.pushcast.testing.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Limits;
import io.pushcast.message.PayloadTooLargeException;
import io.pushcast.message.SocketId;
import io.pushcast.testing.protocol.StrictJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is to be published out of the bodies of requests, and refuses what Pusher would not take. */
public final class EventRequests {

    private final Limits limits;

    public EventRequests(Limits limits) {
        this.limits = limits;
    }

    /** The event of a request to {@code /events}. */
    public PublishedEvent single(byte[] body) throws RefusedException {
        JsonObject event = object(body);
        return read(event, channels(event), "The event");
    }

    /** The events of a request to {@code /batch_events}: all of them are fine, or the request is refused. */
    public List<PublishedEvent> batch(byte[] body) throws RefusedException {
        JsonElement batch = object(body).get("batch");
        if (batch == null || !batch.isJsonArray()) {
            throw bad("The body must have the events as an array 'batch'");
        }
        JsonArray events = batch.getAsJsonArray();
        if (events.isEmpty() || events.size() > limits.maxBatchSize()) {
            throw bad("A batch has 1 to " + limits.maxBatchSize() + " events, not " + events.size());
        }
        List<PublishedEvent> published = new ArrayList<>();
        for (JsonElement event : events) {
            String which = "Event " + (published.size() + 1) + " of the batch";
            if (!event.isJsonObject()) {
                throw bad(which + " must be an object, not " + StrictJson.kind(event));
            }
            JsonObject fields = event.getAsJsonObject();
            published.add(read(fields, List.of(required(fields, "channel", which)), which));
        }
        return published;
    }

    private static List<String> channels(JsonObject event) throws RefusedException {
        JsonElement channels = event.get("channels");
        if (channels == null) {
            return List.of(required(event, "channel", "The event, which has no 'channels',"));
        }
        if (!channels.isJsonArray()) {
            throw bad("'channels' must be an array, not " + StrictJson.kind(channels));
        }
        List<String> names = new ArrayList<>();
        for (JsonElement channel : channels.getAsJsonArray()) {
            if (!channel.isJsonPrimitive() || !channel.getAsJsonPrimitive().isString()) {
                throw bad("'channels' must have strings only, not " + StrictJson.kind(channel));
            }
            names.add(channel.getAsString());
        }
        return names;
    }

    private PublishedEvent read(JsonObject event, List<String> channels, String which) throws RefusedException {
        if (channels.isEmpty() || channels.size() > limits.maxChannelsPerMessage()) {
            throw bad(
                    which + " must have 1 to " + limits.maxChannelsPerMessage() + " channels, not " + channels.size());
        }
        String name = required(event, "name", which);
        String data = required(event, "data", which);
        String socket = optional(event, "socket_id", which);
        String info = optional(event, "info", which);
        try {
            ChannelMessage message = ChannelMessage.builder(
                            "", channels.stream().map(ChannelName::of).toList(), name, data)
                    .excluding(socket == null ? null : SocketId.of(socket))
                    .build();
            limits.check(message);
            return new PublishedEvent(message, ChannelAttributes.parse(info));
        } catch (PayloadTooLargeException e) {
            throw new RefusedException(413, which + " is refused. " + e.getMessage());
        } catch (InvalidMessageException e) {
            throw bad(which + " is refused. " + e.getMessage());
        }
    }

    private static JsonObject object(byte[] body) throws RefusedException {
        try {
            return StrictJson.object(body);
        } catch (StrictJson.MalformedException e) {
            throw bad("The body must be " + e.getMessage());
        }
    }

    private static String required(JsonObject event, String name, String which) throws RefusedException {
        String value = optional(event, name, which);
        if (value == null) {
            throw bad(which + " lacks '" + name + "'");
        }
        return value;
    }

    private static @Nullable String optional(JsonObject event, String name, String which) throws RefusedException {
        try {
            return StrictJson.text(event, name);
        } catch (StrictJson.MalformedException e) {
            throw bad(which + " is refused: '" + name + "' must be " + e.getMessage());
        }
    }

    private static RefusedException bad(String message) {
        return new RefusedException(400, message);
    }
}
