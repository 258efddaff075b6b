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
    private final Supplier<String> ids;

    Messages(JsonCodec json, Limits limits, @Nullable EncryptionKeys keys, Supplier<String> ids) {
        this.json = json;
        this.limits = limits;
        this.keys = keys;
        this.ids = ids;
    }

    /** The messages of all routes, in their order; none if one of them would not be right. */
    List<ChannelMessage> of(List<Route> routes, PublishOptions options) {
        if (routes.size() == 1 && !hasEncrypted(routes.get(0))) {
            Route route = routes.get(0);
            return List.of(plain(route, route.channels(), data(route), options));
        }
        List<ChannelMessage> messages = new ArrayList<>(routes.size());
        for (Route route : routes) {
            add(route, options, messages);
        }
        return messages;
    }

    private void add(Route route, PublishOptions options, List<ChannelMessage> messages) {
        String data = data(route);
        List<ChannelName> plain = route.channels().stream()
                .filter(channel -> !isEncrypted(channel))
                .toList();
        if (!plain.isEmpty()) {
            messages.add(plain(route, plain, data, options));
        }
        for (ChannelName channel : route.channels()) {
            if (isEncrypted(channel)) {
                messages.add(encrypted(route, channel, data, options));
            }
        }
    }

    private ChannelMessage plain(Route route, List<ChannelName> channels, String data, PublishOptions options) {
        ChannelMessage message = message(route, channels, data, options);
        limits.check(message);
        return message;
    }

    private ChannelMessage encrypted(Route route, ChannelName channel, String data, PublishOptions options) {
        if (keys == null) {
            throw new InvalidMessageException(
                    "The channel '" + channel + "' is encrypted, and there is no key to encrypt"
                            + " with; give Pushcast.builder() encryption(EncryptionKeys.of(…)), or publish to a channel that is"
                            + " not called private-encrypted-…");
        }
        ChannelMessage message = message(route, List.of(channel), keys.encrypt(channel, data), options);
        if (message.dataBytes() > limits.maxPayloadBytes()) {
            throw PayloadTooLargeException.encrypted(
                    message.event(),
                    data.getBytes(StandardCharsets.UTF_8).length,
                    EncryptionKeys.maxTextBytes(limits.maxPayloadBytes()),
                    message.dataBytes(),
                    limits.maxPayloadBytes());
        }
        limits.check(message);
        return message;
    }

    private String data(Route route) {
        return json.write(route.payload().orElseThrow());
    }

    private ChannelMessage message(Route route, List<ChannelName> channels, String data, PublishOptions options) {
        Optional<OrderingKey> key = options.orderingKey().isPresent() ? options.orderingKey() : route.orderingKey();
        return ChannelMessage.builder(ids.get(), channels, route.event().orElseThrow(), data)
                .orderedBy(key.orElse(null))
                .excluding(options.excludedSocket().orElse(null))
                .deadline(options.deadline().orElse(null))
                .info(options.info())
                .build();
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
}
