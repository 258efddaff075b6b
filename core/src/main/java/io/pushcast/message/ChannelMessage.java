package io.pushcast.message;

import io.pushcast.text.EncodableText;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What travels to Pusher: one event for one or more channels, its payload already JSON. Immutable and safe for use by
 * several threads.
 *
 * <p>{@link #toString()} leaves out the payload: what an application publishes to a private channel has no place in a
 * log.
 */
public final class ChannelMessage {

    /** What a message costs in a request besides its payload and names: the members' own names, a socket id, quotes. */
    private static final int ENVELOPE_BYTES = 100;

    /** What it costs to ask for everything about the channels. */
    private static final int INFO_BYTES = 48;

    private final String id;
    private final List<ChannelName> channels;
    private final String event;
    private final String data;
    private final int dataBytes;
    private final int encodedBytes;
    private final @Nullable OrderingKey orderingKey;
    private final @Nullable SocketId excludedSocket;
    private final @Nullable Duration deadline;
    private final Set<ChannelInfo.Attribute> info;
    private final @Nullable Pace pace;

    private ChannelMessage(
            String id,
            List<ChannelName> channels,
            String event,
            String data,
            @Nullable OrderingKey orderingKey,
            @Nullable SocketId excludedSocket,
            @Nullable Duration deadline,
            Set<ChannelInfo.Attribute> info,
            @Nullable Pace pace) {
        this.id = id;
        this.channels = channels;
        this.event = event;
        this.data = data;
        int bytes = 0;
        int escapes = 0;
        boolean suspect = false;
        // All in one pass, since every publish walks through its payload here.
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            bytes += utf8Length(c);
            escapes += escapes(c);
            suspect |= c == 0 || Character.isSurrogate(c);
        }
        if (suspect) {
            EncodableText.check("The payload of " + LogText.quoted(event), data, InvalidMessageException::new);
        }
        this.dataBytes = bytes;
        this.encodedBytes =
                bytes + escapes + nameBytes(channels, event) + ENVELOPE_BYTES + (info.isEmpty() ? 0 : INFO_BYTES);
        this.orderingKey = orderingKey;
        this.excludedSocket = excludedSocket;
        this.deadline = deadline;
        this.info = info;
        this.pace = pace;
    }

    /**
     * A builder for a message.
     *
     * @param id tells this message from every other; a message that is sent again keeps it
     * @param channels where it goes; at least one
     * @param event the name under which subscribers bind to it
     * @param data the payload: one JSON text
     */
    public static Builder builder(String id, List<ChannelName> channels, String event, String data) {
        return new Builder(id, channels, event, data);
    }

    /** Tells this message from every other; a message that is sent again keeps it. */
    public String id() {
        return id;
    }

    /** Where it goes: at least one channel. */
    public List<ChannelName> channels() {
        return channels;
    }

    /** The name under which subscribers bind to it. */
    public String event() {
        return event;
    }

    /** The payload: one JSON text, never changed on its way. */
    public String data() {
        return data;
    }

    /** The payload's size in bytes, as UTF-8. */
    public int dataBytes() {
        return dataBytes;
    }

    /** About how many bytes of a request it takes: the payload travels as a JSON string, with its quotes escaped. */
    public int encodedBytes() {
        return encodedBytes;
    }

    /** Which messages it keeps its order with. */
    public OrderingKey orderingKey() {
        return orderingKey == null ? new OrderingKey(channels.get(0).value()) : orderingKey;
    }

    /** The one connection that is not to see it. */
    public Optional<SocketId> excludedSocket() {
        return Optional.ofNullable(excludedSocket);
    }

    /**
     * How long, from {@code publish}, it may take until it is sent for the last time; empty for the delivery's own
     * setting.
     */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** What the server is to tell about the channels when it accepts the message; arrives in the {@link Delivery}. */
    public Set<ChannelInfo.Attribute> info() {
        return info;
    }

    /** How often messages like this one are sent; empty if each is. */
    public Optional<Pace> pace() {
        return Optional.ofNullable(pace);
    }

    /** The same message, with the same id, for other channels: a part of one that had to be split. */
    public ChannelMessage forChannels(List<ChannelName> others) {
        Builder builder = new Builder(id, others, event, data);
        builder.orderingKey = orderingKey();
        builder.excludedSocket = excludedSocket;
        builder.deadline = deadline;
        builder.info = info;
        builder.pace = pace;
        return builder.build();
    }

    @Override
    public String toString() {
        return "ChannelMessage[" + LogText.name(id) + ", " + LogText.name(event) + " to " + LogText.names(channels)
                + ", " + dataBytes + " bytes]";
    }

    private static int nameBytes(List<ChannelName> channels, String event) {
        int bytes = channelBytes(channels);
        for (int i = 0; i < event.length(); i++) {
            bytes += utf8Length(event.charAt(i));
        }
        return bytes;
    }

    /** What the channels' names take of a request, with quotes and commas. */
    static int channelBytes(List<ChannelName> channels) {
        int bytes = 0;
        for (int i = 0; i < channels.size(); i++) {
            bytes += channels.get(i).value().length() + 3;
        }
        return bytes;
    }

    /** A surrogate pair is two chars and four bytes; there are no lone ones. */
    private static int utf8Length(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    /** By how much it is longer within a JSON string. */
    private static int escapes(char c) {
        if (c == '"' || c == '\\') {
            return 1;
        }
        return c < ' ' ? 5 : 0;
    }

    /** Builds a {@link ChannelMessage}. Not for use by several threads. */
    public static final class Builder {

        private final String id;
        private final List<ChannelName> channels;
        private final String event;
        private final String data;
        private @Nullable OrderingKey orderingKey;
        private @Nullable SocketId excludedSocket;
        private @Nullable Duration deadline;
        private Set<ChannelInfo.Attribute> info = Set.of();
        private @Nullable Pace pace;

        private Builder(String id, List<ChannelName> channels, String event, String data) {
            this.id = Objects.requireNonNull(id, "id");
            this.channels = Objects.requireNonNull(channels, "channels");
            this.event = Objects.requireNonNull(event, "event");
            this.data = Objects.requireNonNull(data, "data");
        }

        /** Which messages it keeps its order with. Default: those whose (first) channel is the same. */
        public Builder orderedBy(@Nullable OrderingKey key) {
            this.orderingKey = key;
            return this;
        }

        /** The one connection that is not to see it. Default: none. */
        public Builder excluding(@Nullable SocketId socket) {
            this.excludedSocket = socket;
            return this;
        }

        /**
         * How long, from {@code publish}, its delivery may take. Default: the delivery's own setting.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder deadline(@Nullable Duration deadline) {
            if (deadline != null && (deadline.isZero() || deadline.isNegative())) {
                throw new IllegalArgumentException("The deadline must be positive, not " + deadline);
            }
            this.deadline = deadline;
            return this;
        }

        /**
         * What the server is to tell about the channels when it accepts the message. Default: nothing.
         *
         * @throws IllegalArgumentException if it is {@link ChannelInfo.Attribute#CACHE}, which a publication can't ask for
         */
        public Builder info(Set<ChannelInfo.Attribute> attributes) {
            if (attributes.contains(ChannelInfo.Attribute.CACHE)) {
                throw new IllegalArgumentException(
                        "A publication can ask for USER_COUNT and SUBSCRIPTION_COUNT, not for"
                                + " CACHE; ask for one channel to get that");
            }
            this.info = Set.copyOf(attributes);
            return this;
        }

        /** How often messages like this one are sent. Default: each is. */
        public Builder pace(@Nullable Pace pace) {
            this.pace = pace;
            return this;
        }

        /**
         * The message.
         *
         * @throws InvalidMessageException if it names no channel, or one of its texts can't be sent, see
         *     {@link EncodableText}
         */
        public ChannelMessage build() {
            List<ChannelName> copy = List.copyOf(channels);
            if (copy.isEmpty()) {
                throw new InvalidMessageException(
                        "The message " + LogText.quoted(event) + " names no channel; it needs at least one");
            }
            requireEncodable("The event name ", event);
            requireEncodable("The id of a message, ", id);
            if (orderingKey != null) {
                requireEncodable("The ordering key ", orderingKey.value());
            }
            return new ChannelMessage(id, copy, event, data, orderingKey, excludedSocket, deadline, info, pace);
        }

        private static void requireEncodable(String what, String text) {
            int bad = EncodableText.firstBad(text);
            if (bad >= 0) {
                throw new InvalidMessageException(EncodableText.problem(what + LogText.quoted(text), text, bad));
            }
        }
    }
}
