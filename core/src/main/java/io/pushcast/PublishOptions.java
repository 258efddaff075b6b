package io.pushcast;

import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.SocketId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one event is published: {@code PublishOptions.NONE.excluding("123.456").deadline(Duration.ofSeconds(10))}. Immutable;
 * each method returns a copy.
 */
public final class PublishOptions {

    /** Nothing in particular. */
    public static final PublishOptions NONE = new PublishOptions(null, null, null);

    private final @Nullable SocketId excludedSocket;
    private final @Nullable OrderingKey orderingKey;
    private final @Nullable Duration deadline;

    private PublishOptions(
            @Nullable SocketId excludedSocket, @Nullable OrderingKey orderingKey, @Nullable Duration deadline) {
        this.excludedSocket = excludedSocket;
        this.orderingKey = orderingKey;
        this.deadline = deadline;
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
        return new PublishOptions(socketId, orderingKey, deadline);
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
        return new PublishOptions(excludedSocket, key, deadline);
    }

    /**
     * How long, from now, its delivery may take before it fails as {@code EXPIRED}. Default: the delivery timeout.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public PublishOptions deadline(Duration deadline) {
        if (deadline.isZero() || deadline.isNegative()) {
            throw new IllegalArgumentException("The deadline must be positive, not " + deadline);
        }
        return new PublishOptions(excludedSocket, orderingKey, deadline);
    }

    /** The connection that does not see it. */
    public Optional<SocketId> excludedSocket() {
        return Optional.ofNullable(excludedSocket);
    }

    /** The messages that it keeps its order with; empty for what the mapping says. */
    public Optional<OrderingKey> orderingKey() {
        return Optional.ofNullable(orderingKey);
    }

    /** How long its delivery may take; empty for the delivery timeout. */
    public Optional<Duration> deadline() {
        return Optional.ofNullable(deadline);
    }

    @Override
    public String toString() {
        return "PublishOptions[excluding " + excludedSocket + ", ordered by " + orderingKey + ", deadline " + deadline
                + "]";
    }
}
