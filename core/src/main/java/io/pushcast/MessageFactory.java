package io.pushcast;

import io.pushcast.LargePayloads.Carrier;
import io.pushcast.LargePayloads.Room;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Limits;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.Pace;
import io.pushcast.message.PayloadTooLargeException;
import io.pushcast.message.SocketId;
import io.pushcast.text.EncodableText;
import io.pushcast.text.LogText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes of routes the messages that travel: final bytes, checked, with an id. A route makes one message, but each of its
 * encrypted channels needs one of its own, which only that channel's subscribers can read, and so may each part of a payload
 * that is too large. Safe for use by several threads.
 */
final class MessageFactory {

    /** The quotes in an encrypted payload, which count twice in a request. */
    private static final int ENVELOPE_QUOTES = 8;

    private final JsonCodec json;
    private final Limits limits;
    private final @Nullable EncryptionKeys keys;
    private final @Nullable EventFields fields;
    private final Supplier<String> ids;
    private final Supplier<@Nullable SocketId> currentSocket;
    private final EmptyPayloads emptyPayloads;

    /**
     * Makes messages.
     *
     * @param keys encrypts what goes to encrypted channels; null for nothing
     * @param fields writes into payloads; null for nothing
     * @param currentSocket the connection on whose behalf the calling thread works
     */
    MessageFactory(
            JsonCodec json,
            Limits limits,
            @Nullable EncryptionKeys keys,
            @Nullable EventFields fields,
            Supplier<String> ids,
            Supplier<@Nullable SocketId> currentSocket) {
        this.json = json;
        this.limits = limits;
        this.keys = keys;
        this.fields = fields;
        this.ids = ids;
        this.currentSocket = currentSocket;
        this.emptyPayloads = new EmptyPayloads(json);
    }

    /**
     * Whether a route makes one message whatever its payload is: nothing is encrypted, compressed, divided, added or
     * paced.
     */
    boolean isSimple(Route route) {
        return fields == null
                && route.largePayload() == Route.LargePayload.REJECT
                && route.pace().isEmpty()
                && !hasEncrypted(route.channels());
    }

    /** Fast path: most routes are {@linkplain #isSimple simple}, so allocate nothing extra. */
    ChannelMessage simple(Route route, PublishOptions options) {
        // The JVM needs no route where nothing else is given one.
        return simple(
                route.channels(),
                route.requiredEvent(),
                route.requiredPayload(),
                keyOf(route, options),
                leavesOutCurrent(route, options),
                options);
    }

    private ChannelMessage simple(
            List<ChannelName> channels,
            String event,
            Object payload,
            @Nullable OrderingKey key,
            boolean leavesOutCurrent,
            PublishOptions options) {
        String data = written(payload);
        SocketId excluded = options.excludedSocket().orElse(null);
        if (excluded == null && leavesOutCurrent) {
            excluded = currentSocket.get();
        }
        return checked(ChannelMessage.builder(ids.get(), channels, event, data)
                .orderedBy(key)
                .excluding(excluded)
                .deadline(options.deadline().orElse(null))
                .info(options.info())
                .build());
    }

    /** The messages of all routes, in their order; none if one of them would not be right. */
    List<ChannelMessage> of(List<Route> routes, PublishOptions options) {
        SocketId current = leaveOutCurrent(routes, options) ? currentSocket.get() : null;
        if (fields == null) {
            return of(routes, options, current, null);
        }
        EventFields.Writer writer = fields.writer();
        try {
            return of(routes, options, current, writer);
        } catch (Throwable t) {
            writer.giveBack();
            throw t;
        }
    }

    private static boolean leaveOutCurrent(List<Route> routes, PublishOptions options) {
        if (options.excludedSocket().isPresent()) {
            return false;
        }
        for (int i = 0; i < routes.size(); i++) {
            if (leavesOutCurrent(routes.get(i), options)) {
                return true;
            }
        }
        return false;
    }

    private static boolean leavesOutCurrent(Route route, PublishOptions options) {
        return options.isToOthers() || route.isToOthers();
    }

    private List<ChannelMessage> of(
            List<Route> routes,
            PublishOptions options,
            @Nullable SocketId current,
            EventFields.@Nullable Writer writer) {
        List<ChannelMessage> messages = new ArrayList<>(routes.size());
        for (Route route : routes) {
            new Draft(route, options, current, writer).addTo(messages);
        }
        return messages;
    }

    private static @Nullable OrderingKey keyOf(Route route, PublishOptions options) {
        OrderingKey wanted = options.orderingKey().orElse(null);
        return wanted != null ? wanted : route.orderingKey().orElse(null);
    }

    /** One route, whose payload is written once, whatever messages it makes. */
    private final class Draft {

        private final Route route;
        private final PublishOptions options;
        private final EventFields.@Nullable Writer writer;
        private final String event;
        private final @Nullable OrderingKey key;
        private final @Nullable SocketId excluded;
        private final String payload;
        private final @Nullable Pace pace;

        Draft(Route route, PublishOptions options, @Nullable SocketId current, EventFields.@Nullable Writer writer) {
            this.route = route;
            this.options = options;
            this.writer = writer;
            this.event = route.requiredEvent();
            this.key = MessageFactory.keyOf(route, options);
            this.excluded = options.excludedSocket().orElse(leavesOutCurrent(route, options) ? current : null);
            this.pace = route.pace().map(interval -> new Pace(interval, event)).orElse(null);
            this.payload = written(route.requiredPayload());
        }

        void addTo(List<ChannelMessage> messages) {
            List<ChannelName> channels = route.channels();
            if (!hasEncrypted(channels)) {
                addPlain(channels, messages);
                return;
            }
            List<ChannelName> plain =
                    channels.stream().filter(channel -> !isEncrypted(channel)).toList();
            if (!plain.isEmpty()) {
                addPlain(plain, messages);
            }
            channels.stream().filter(MessageFactory::isEncrypted).forEach(channel -> addEncrypted(channel, messages));
        }

        private void addPlain(List<ChannelName> channels, List<ChannelMessage> messages) {
            String id = ids.get();
            ChannelMessage whole = message(id, channels, new Carrier(event, data(id, channels), null));
            if (route.largePayload() == Route.LargePayload.REJECT || fits(whole)) {
                messages.add(checked(whole));
                return;
            }
            Room room = new Room(limits.maxPayloadBytes(), roomInRequest(id, channels));
            for (Carrier carrier : carriers(id, channels, whole.data(), room)) {
                messages.add(checked(message(idOf(carrier, id), channels, carrier)));
            }
        }

        private void addEncrypted(ChannelName channel, List<ChannelMessage> messages) {
            if (keys == null) {
                throw new InvalidMessageException(
                        "The channel " + LogText.quoted(channel.value()) + " is encrypted, and there is no key to"
                                + " encrypt with; give Pushcast.builder() encryption(EncryptionKeys.of(…)), or publish to a"
                                + " channel that is not called private-encrypted-…");
            }
            String id = ids.get();
            List<ChannelName> channels = List.of(channel);
            // What is encrypted is not looked at any more.
            EncodableText.check("The payload of " + LogText.quoted(event), payload, InvalidMessageException::new);
            int mostText = EncryptionKeys.maxTextBytes(
                    Math.min(limits.maxPayloadBytes(), roomInRequest(id, channels) - ENVELOPE_QUOTES));
            String data = data(id, channels);
            boolean fits = route.largePayload() == Route.LargePayload.REJECT || utf8Length(data) <= mostText;
            for (Carrier carrier :
                    fits ? List.of(new Carrier(event, data, null)) : carriers(id, channels, data, Room.of(mostText))) {
                String envelope = keys.encrypt(channel, carrier.data());
                ChannelMessage message = message(
                        idOf(carrier, id), channels, new Carrier(carrier.event(), envelope, carrier.chunksId()));
                requireRoom(carrier.data(), mostText, message);
                messages.add(checked(message));
            }
        }

        private void requireRoom(String text, int mostText, ChannelMessage message) {
            if (message.dataBytes() > limits.maxPayloadBytes()) {
                throw PayloadTooLargeException.encrypted(
                        message.event(), utf8Length(text), mostText, message.dataBytes(), limits.maxPayloadBytes());
            }
        }

        /** The payload, with the fields that are written into it. */
        private String data(String id, List<ChannelName> channels) {
            return writer == null ? payload : writer.write(event, payload, id, key, channels);
        }

        private boolean fits(ChannelMessage message) {
            return message.dataBytes() <= limits.maxPayloadBytes()
                    && limits.requestBytes(message) <= limits.maxRequestBytes();
        }

        /** What a request has left for a payload, next to the longer of the names that it may go by. */
        private int roomInRequest(String id, List<ChannelName> channels) {
            String name = event.length() > LargePayloads.CHUNK.length() ? event : LargePayloads.CHUNK;
            return limits.maxRequestBytes() - limits.requestBytes(message(id, channels, new Carrier(name, "", null)));
        }

        /** What the route has in place of an event that is too large. */
        private List<Carrier> carriers(String id, List<ChannelName> channels, String data, Room room) {
            // The name travels inside, where nobody else checks it.
            checked(message(id, channels, new Carrier(event, "null", null)));
            if (route.largePayload() == Route.LargePayload.GZIP) {
                return List.of(LargePayloads.compressed(event, data, room));
            }
            channels.forEach(this::requireNoCache);
            return LargePayloads.chunks(id, event, data, room);
        }

        private void requireNoCache(ChannelName channel) {
            if (channel.type().isCache()) {
                throw new InvalidMessageException(
                        "The payload of " + LogText.quoted(event) + " is too large for one message, and the"
                                + " cache of the channel " + LogText.quoted(channel.value())
                                + " would keep only the last of several; use"
                                + " Route.LargePayload.GZIP, or a smaller payload");
            }
        }

        /** Each part is a message of its own; what they have in common is the id of the whole. */
        private String idOf(Carrier carrier, String whole) {
            return carrier.chunksId() == null ? whole : ids.get();
        }

        private ChannelMessage message(String id, List<ChannelName> channels, Carrier carrier) {
            return ChannelMessage.builder(id, channels, carrier.event(), carrier.data())
                    .orderedBy(keyOf(carrier))
                    .excluding(excluded)
                    .deadline(options.deadline().orElse(null))
                    .info(options.info())
                    .pace(pace)
                    .build();
        }

        /** The parts of one payload keep their order even if it keeps none with others. */
        private @Nullable OrderingKey keyOf(Carrier carrier) {
            return key != null && key.isNone() && carrier.chunksId() != null ? OrderingKey.of(carrier.chunksId()) : key;
        }
    }

    /** An object with properties of which the JSON library sees none would tell subscribers nothing. */
    private String written(@Nullable Object payload) {
        String written = json.write(payload);
        if (payload != null && written.equals("{}")) {
            emptyPayloads.check(payload);
        }
        return written;
    }

    private ChannelMessage checked(ChannelMessage message) {
        limits.check(message);
        return message;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean hasEncrypted(List<ChannelName> channels) {
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
