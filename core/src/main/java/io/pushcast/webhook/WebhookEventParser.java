package io.pushcast.webhook;

import io.pushcast.encryption.DecryptionException;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonReadException;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.SocketId;
import io.pushcast.webhook.WebhookEvent.CacheMiss;
import io.pushcast.webhook.WebhookEvent.ChannelOccupied;
import io.pushcast.webhook.WebhookEvent.ChannelVacated;
import io.pushcast.webhook.WebhookEvent.ClientEvent;
import io.pushcast.webhook.WebhookEvent.Malformed;
import io.pushcast.webhook.WebhookEvent.MemberAdded;
import io.pushcast.webhook.WebhookEvent.MemberRemoved;
import io.pushcast.webhook.WebhookEvent.SubscriptionCount;
import io.pushcast.webhook.WebhookEvent.Unknown;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a typed event of one in a webhook. */
final class WebhookEventParser {

    private static final Pattern COUNT = Pattern.compile("\\d{1,18}");

    private final JsonCodec json;

    private final @Nullable EncryptionKeys keys;

    WebhookEventParser(JsonCodec json, @Nullable EncryptionKeys keys) {
        this.json = json;
        this.keys = keys;
    }

    /** @param key the key that the webhook is signed with */
    WebhookEvent parse(String text, String key) {
        try {
            if (json.read(text) instanceof Map<?, ?> fields) {
                return parse(fields, text, key);
            }
            throw new BadEventException("It is not a JSON object");
        } catch (JsonReadException | BadEventException | InvalidMessageException | DecryptionException e) {
            return new Malformed(String.valueOf(e.getMessage()), text, key);
        }
    }

    private WebhookEvent parse(Map<?, ?> event, String text, String key) throws BadEventException {
        String name = required(event, "name");
        return switch (name) {
            case "channel_occupied" -> new ChannelOccupied(channel(event), key);
            case "channel_vacated" -> new ChannelVacated(channel(event), key);
            case "member_added" -> new MemberAdded(channel(event), required(event, "user_id"), key);
            case "member_removed" -> new MemberRemoved(channel(event), required(event, "user_id"), key);
            case "client_event" -> clientEvent(event, key);
            case "cache_miss" -> new CacheMiss(channel(event), key);
            case "subscription_count" -> new SubscriptionCount(channel(event), count(event), key);
            default -> new Unknown(name, text, key);
        };
    }

    private ClientEvent clientEvent(Map<?, ?> event, String key) throws BadEventException {
        String socketId = optional(event, "socket_id");
        ChannelName channel = channel(event);
        return new ClientEvent(
                channel,
                required(event, "event"),
                data(channel, event.get("data")),
                socketId == null ? null : SocketId.of(socketId),
                optional(event, "user_id"),
                key);
    }

    private static ChannelName channel(Map<?, ?> event) throws BadEventException {
        return ChannelName.of(required(event, "channel"));
    }

    /** A client may have sent an object, which soketi hands on as it is. */
    private String data(ChannelName channel, @Nullable Object data) {
        String text = data instanceof String given ? given : json.write(data);
        return keys != null && channel.type().isEncrypted() ? keys.decrypt(channel, text) : text;
    }

    private static long count(Map<?, ?> event) throws BadEventException {
        String count = required(event, "subscription_count");
        if (!COUNT.matcher(count).matches()) {
            throw new BadEventException("'subscription_count' is not a count");
        }
        return Long.parseLong(count);
    }

    private static String required(Map<?, ?> event, String name) throws BadEventException {
        String value = optional(event, name);
        if (value == null || value.isEmpty()) {
            throw new BadEventException("It lacks '" + name + "'");
        }
        return value;
    }

    private static @Nullable String optional(Map<?, ?> event, String name) throws BadEventException {
        Object value = event.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof Number) {
            return value.toString();
        }
        throw new BadEventException("'" + name + "' must be a text");
    }

    /** Ends the reading of one event. */
    private static final class BadEventException extends Exception {

        private static final long serialVersionUID = 1L;

        BadEventException(String message) {
            super(message);
        }
    }
}
