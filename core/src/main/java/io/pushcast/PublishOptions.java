package io.pushcast;

import io.pushcast.message.ChannelInfo;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.SocketId;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one event is published: {@code PublishOptions.NONE.excluding("123.456").deadline(Duration.ofSeconds(10))}. Immutable;
 * each method returns a copy.
 */
public final class PublishOptions {

    /** Nothing in particular. */
    public static final PublishOptions NONE = new PublishOptions(null, null, null, Set.of(), false);

    private final @Nullable SocketId excludedSocket;
    private final @Nullable OrderingKey orderingKey;
    private final @Nullable Duration deadline;
    private final Set<ChannelInfo.Attribute> info;
    private final boolean toOthers;

    private PublishOptions(
            @Nullable SocketId excludedSocket,
            @Nullable OrderingKey orderingKey,
            @Nullable Duration deadline,
            Set<ChannelInfo.Attribute> info,
            boolean toOthers) {
        this.excludedSocket = excludedSocket;
        this.orderingKey = orderingKey;
        this.deadline = deadline;
        this.info = info;
        this.toOthers = toOthers;
    }

    /**
     * The connection with this id does not see it: "to others". It is what the client's
     * {@code pusher.connection.socket_id} gives.
     *
     * @throws InvalidMessageException if this is no socket id
     */
    public PublishOptions excluding(String socketId) {
        return excluding(SocketId.of(socketId));
    }

    /** The connection with this id does not see it: "to others". */
    public PublishOptions excluding(SocketId socketId) {
        return new PublishOptions(Objects.requireNonNull(socketId, "socketId"), orderingKey, deadline, info, toOthers);
    }

    /**
     * The connection on whose behalf it is published does not see it: "to others", without naming it. Which one that is
     * says the publisher's {@link PushcastBuilder#currentSocket currentSocket}, asked in the thread that publishes; if it
     * knows none, everybody sees it. One that is {@linkplain #excluding(SocketId) excluded} by name counts in its place.
     */
    public PublishOptions toOthers() {
        return new PublishOptions(excludedSocket, orderingKey, deadline, info, true);
    }

    /**
     * It keeps its order with the messages that have this text as key, whatever the mapping says.
     *
     * @throws IllegalArgumentException if the text is empty
     */
    public PublishOptions orderedBy(String key) {
        return orderedBy(OrderingKey.of(key));
    }

    /** It keeps its order with the messages that have this key, whatever the mapping says. */
    public PublishOptions orderedBy(OrderingKey key) {
        return new PublishOptions(excludedSocket, Objects.requireNonNull(key, "key"), deadline, info, toOthers);
    }

    /**
     * How long, from now, its delivery may take before it fails as {@code EXPIRED}. Default: the delivery timeout.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public PublishOptions deadline(Duration deadline) {
        if (Objects.requireNonNull(deadline, "deadline").isZero() || deadline.isNegative()) {
            throw new IllegalArgumentException("The deadline must be positive, not " + deadline);
        }
        return new PublishOptions(excludedSocket, orderingKey, deadline, info, toOthers);
    }

    /**
     * The server tells this about the channels when it accepts the message; it arrives in the
     * {@link io.pushcast.message.Delivery.Receipt#info receipt}, by channel. How many users there are is known for presence
     * channels only. Servers that can't tell leave it out.
     *
     * @throws IllegalArgumentException if it is {@link ChannelInfo.Attribute#CACHE}, which a publication can't ask for
     */
    public PublishOptions withInfo(ChannelInfo.Attribute... attributes) {
        Set<ChannelInfo.Attribute> wanted = Set.copyOf(Arrays.asList(attributes));
        if (wanted.contains(ChannelInfo.Attribute.CACHE)) {
            throw new IllegalArgumentException("A publication can ask for USER_COUNT and SUBSCRIPTION_COUNT, not for"
                    + " CACHE; Pushcast.channels().channel(name, CACHE) tells that");
        }
        return new PublishOptions(excludedSocket, orderingKey, deadline, wanted, toOthers);
    }

    /** The connection that does not see it, if it was named. */
    public Optional<SocketId> excludedSocket() {
        return Optional.ofNullable(excludedSocket);
    }

    /** Whether the connection on whose behalf it is published does not see it. */
    public boolean isToOthers() {
        return toOthers;
    }

    /** The messages that it keeps its order with; empty for what the mapping says. */
    public Optional<OrderingKey> orderingKey() {
        return Optional.ofNullable(orderingKey);
    }

    /** How long its delivery may take; empty for the delivery timeout. */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** What the server is to tell about the channels; mostly nothing. */
    public Set<ChannelInfo.Attribute> info() {
        return info;
    }

    @Override
    public String toString() {
        return "PublishOptions[excluding " + excludedSocket + ", ordered by "
                + (orderingKey == null ? null : LogText.name(orderingKey.toString())) + ", deadline " + deadline
                + ", info " + info + (toOthers ? ", to others" : "") + "]";
    }
}
