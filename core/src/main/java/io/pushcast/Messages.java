package io.pushcast;

import io.pushcast.LargePayloads.Carrier;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.LargePayload;
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
 * encrypted channels needs one of its own, which only that channel's subscribers can read, and so may each part of a payload
 * that is too large. Safe for use by several threads.
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
            return ofPlain(routes.get(0), options);
        }
        List<ChannelMessage> messages = new ArrayList<>(routes.size());
        for (Route route : routes) {
            add(route, data(route), options, messages);
        }
        return messages;
    }

    private List<ChannelMessage> ofPlain(Route route, PublishOptions options) {
        String data = data(route);
        ChannelMessage whole = message(route, route.channels(), new Carrier(event(route), data, null), options);
        if (route.largePayload() == LargePayload.REJECT || whole.dataBytes() <= limits.maxPayloadBytes()) {
            limits.check(whole);
            return List.of(whole);
        }
        List<ChannelMessage> messages = new ArrayList<>();
        add(route, data, options, messages);
        return messages;
    }

    private void add(Route route, String data, PublishOptions options, List<ChannelMessage> messages) {
        List<ChannelName> plain = route.channels().stream()
                .filter(channel -> !isEncrypted(channel))
                .toList();
        if (!plain.isEmpty()) {
            for (Carrier carrier : carriers(route, plain, data, limits.maxPayloadBytes())) {
                messages.add(plain(route, plain, carrier, options));
            }
        }
        for (ChannelName channel : route.channels()) {
            if (isEncrypted(channel)) {
                int maxText = EncryptionKeys.maxTextBytes(limits.maxPayloadBytes());
                for (Carrier carrier : carriers(route, List.of(channel), data, maxText)) {
                    messages.add(encrypted(route, channel, carrier, options));
                }
            }
        }
    }

    /** The event itself, or if it is too large, what its route has in its place. */
    private List<Carrier> carriers(Route route, List<ChannelName> channels, String data, int maxBytes) {
        String event = event(route);
        if (route.largePayload() == LargePayload.REJECT || data.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
            return List.of(new Carrier(event, data, null));
        }
        // The name travels inside, where nobody else checks it.
        limits.check(message(route, channels, new Carrier(event, "null", null), PublishOptions.NONE));
        return route.largePayload() == LargePayload.GZIP
                ? List.of(LargePayloads.compressed(event, data, maxBytes))
                : chunks(channels, event, data, maxBytes);
    }

    private List<Carrier> chunks(List<ChannelName> channels, String event, String data, int maxBytes) {
        for (ChannelName channel : channels) {
            if (channel.type().prefix().endsWith("cache-")) {
                throw new InvalidMessageException("The payload of '" + event + "' is too large for one message, and the"
                        + " cache of the channel '" + channel + "' would keep only the last of several; use"
                        + " LargePayload.GZIP, or a smaller payload");
            }
        }
        return LargePayloads.chunks(ids.get(), event, data, maxBytes);
    }

    private ChannelMessage plain(Route route, List<ChannelName> channels, Carrier carrier, PublishOptions options) {
        ChannelMessage message = message(route, channels, carrier, options);
        limits.check(message);
        return message;
    }

    private ChannelMessage encrypted(Route route, ChannelName channel, Carrier carrier, PublishOptions options) {
        if (keys == null) {
            throw new InvalidMessageException(
                    "The channel '" + channel + "' is encrypted, and there is no key to encrypt"
                            + " with; give Pushcast.builder() encryption(EncryptionKeys.of(…)), or publish to a channel that is"
                            + " not called private-encrypted-…");
        }
        Carrier secret = new Carrier(carrier.event(), keys.encrypt(channel, carrier.data()), carrier.chunksId());
        ChannelMessage message = message(route, List.of(channel), secret, options);
        if (message.dataBytes() > limits.maxPayloadBytes()) {
            throw PayloadTooLargeException.encrypted(
                    message.event(),
                    carrier.data().getBytes(StandardCharsets.UTF_8).length,
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

    private static String event(Route route) {
        return route.event().orElseThrow();
    }

    private ChannelMessage message(Route route, List<ChannelName> channels, Carrier carrier, PublishOptions options) {
        return ChannelMessage.builder(ids.get(), channels, carrier.event(), carrier.data())
                .orderedBy(key(route, carrier, options))
                .excluding(options.excludedSocket().orElse(null))
                .deadline(options.deadline().orElse(null))
                .info(options.info())
                .build();
    }

    /** The parts of one payload keep their order even if it keeps none with others. */
    private static @Nullable OrderingKey key(Route route, Carrier carrier, PublishOptions options) {
        Optional<OrderingKey> wanted = options.orderingKey().isPresent() ? options.orderingKey() : route.orderingKey();
        OrderingKey key = wanted.orElse(null);
        return key != null && key.isNone() && carrier.chunksId() != null ? OrderingKey.of(carrier.chunksId()) : key;
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
