package io.pushcast;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Limits;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.PayloadTooLargeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes of routes the messages that travel: final bytes, checked, with an id. A route makes one message, but each of its
 * encrypted channels needs one of its own, which only that channel's subscribers can read. Safe for use by several threads.
 */
final class Messages {

    private final JsonCodec json;
    private final Limits limits;
    private final @Nullable EncryptionKeys keys;
    private final @Nullable EventFields fields;
    private final Supplier<String> ids;

    /**
     * Makes messages.
     *
     * @param keys encrypts what goes to encrypted channels; null for nothing
     * @param fields writes into payloads; null for nothing
     */
    Messages(
            JsonCodec json,
            Limits limits,
            @Nullable EncryptionKeys keys,
            @Nullable EventFields fields,
            Supplier<String> ids) {
        this.json = json;
        this.limits = limits;
        this.keys = keys;
        this.fields = fields;
        this.ids = ids;
    }

    /** The messages of all routes, in their order; none if one of them would not be right. */
    List<ChannelMessage> of(List<Route> routes, PublishOptions options) {
        if (fields == null) {
            return of(routes, options, null);
        }
        EventFields.Writer writer = fields.writer();
        try {
            return of(routes, options, writer);
        } catch (Throwable t) {
            writer.giveBack();
            throw t;
        }
    }

    private List<ChannelMessage> of(List<Route> routes, PublishOptions options, EventFields.@Nullable Writer writer) {
        if (routes.size() == 1 && !hasEncrypted(routes.get(0))) {
            Route route = routes.get(0);
            return List.of(new Draft(route, options, writer).plain(route.channels()));
        }
        List<ChannelMessage> messages = new ArrayList<>(routes.size());
        for (Route route : routes) {
            new Draft(route, options, writer).addTo(messages);
        }
        return messages;
    }

    private static boolean hasEncrypted(Route route) {
        List<ChannelName> channels = route.channels();
        for (int i = 0; i < channels.size(); i++) {
            if (isEncrypted(channels.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEncrypted(ChannelName channel) {
        return channel.type().isEncrypted();
    }

    /** One route, whose payload is written once, whatever messages it makes. */
    private final class Draft {

        private final Route route;
        private final PublishOptions options;
        private final EventFields.@Nullable Writer writer;
        private final String event;
        private final @Nullable OrderingKey key;
        private final String payload;

        Draft(Route route, PublishOptions options, EventFields.@Nullable Writer writer) {
            this.route = route;
            this.options = options;
            this.writer = writer;
            this.event = route.event().orElseThrow();
            Optional<OrderingKey> key = options.orderingKey().isPresent() ? options.orderingKey() : route.orderingKey();
            this.key = key.orElse(null);
            this.payload = json.write(route.payload().orElseThrow());
        }

        void addTo(List<ChannelMessage> messages) {
            List<ChannelName> plain = route.channels().stream()
                    .filter(channel -> !isEncrypted(channel))
                    .toList();
            if (!plain.isEmpty()) {
                messages.add(plain(plain));
            }
            for (ChannelName channel : route.channels()) {
                if (isEncrypted(channel)) {
                    messages.add(encrypted(channel));
                }
            }
        }

        ChannelMessage plain(List<ChannelName> channels) {
            String id = ids.get();
            ChannelMessage message = message(id, channels, data(id, channels));
            limits.check(message);
            return message;
        }

        private ChannelMessage encrypted(ChannelName channel) {
            if (keys == null) {
                throw new InvalidMessageException("The channel '" + channel + "' is encrypted, and there is no key to"
                        + " encrypt with; give Pushcast.builder() encryption(EncryptionKeys.of(…)), or publish to a"
                        + " channel that is not called private-encrypted-…");
            }
            String id = ids.get();
            List<ChannelName> channels = List.of(channel);
            String data = data(id, channels);
            ChannelMessage message = message(id, channels, keys.encrypt(channel, data));
            if (message.dataBytes() > limits.maxPayloadBytes()) {
                throw PayloadTooLargeException.encrypted(
                        event,
                        data.getBytes(StandardCharsets.UTF_8).length,
                        EncryptionKeys.maxTextBytes(limits.maxPayloadBytes()),
                        message.dataBytes(),
                        limits.maxPayloadBytes());
            }
            limits.check(message);
            return message;
        }

        private String data(String id, List<ChannelName> channels) {
            return writer == null ? payload : writer.write(event, payload, id, key, channels);
        }

        private ChannelMessage message(String id, List<ChannelName> channels, String data) {
            return ChannelMessage.builder(id, channels, event, data)
                    .orderedBy(key)
                    .excluding(options.excludedSocket().orElse(null))
                    .deadline(options.deadline().orElse(null))
                    .info(options.info())
                    .build();
        }
    }
}
