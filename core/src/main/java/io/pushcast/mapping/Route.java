package io.pushcast.mapping;

import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.Pace;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one event goes: to which channels, under which name, with which payload, ordered by which key. Each route makes
 * one message, but an encrypted channel always gets one of its own. Immutable and safe for use by several threads, as
 * far as its payload is.
 *
 * <pre>{@code
 * Route.to("private-orders." + order.customerId()).named("order-placed").payload(new OrderView(order))
 * }</pre>
 *
 * <p>{@link #toString()} leaves out the payload: what an application publishes to a private channel has no place in a
 * log.
 */
public final class Route {

    private final List<ChannelName> channels;
    private final @Nullable String event;
    private final @Nullable Object payload;
    private final @Nullable OrderingKey orderingKey;
    private final LargePayload largePayload;
    private final boolean toOthers;
    private final @Nullable Duration pace;

    private Route(
            List<ChannelName> channels,
            @Nullable String event,
            @Nullable Object payload,
            @Nullable OrderingKey orderingKey,
            LargePayload largePayload,
            boolean toOthers,
            @Nullable Duration pace) {
        this.channels = channels;
        this.event = event;
        this.payload = payload;
        this.orderingKey = orderingKey;
        this.largePayload = largePayload;
        this.toOthers = toOthers;
        this.pace = pace;
        if (pace != null && largePayload == LargePayload.CHUNK) {
            throw new InvalidMessageException("A route can't have both a pace and LargePayload.CHUNK: the parts of one"
                    + " payload would give way to each other; use LargePayload.GZIP, or no pace");
        }
    }

    /**
     * A route to one or more channels; a channel that is named twice counts once.
     *
     * @throws InvalidMessageException if one of them can't be the name of a channel
     */
    public static Route to(String channel, String... more) {
        List<ChannelName> channels = new ArrayList<>(1 + more.length);
        channels.add(ChannelName.of(channel));
        for (String other : more) {
            channels.add(ChannelName.of(other));
        }
        return to(channels);
    }

    /**
     * A route to one or more channels; a channel that is named twice counts once.
     *
     * @throws InvalidMessageException if there is none
     */
    public static Route to(List<ChannelName> channels) {
        if (channels.isEmpty()) {
            throw new InvalidMessageException("A route needs at least one channel");
        }
        return new Route(distinct(channels), null, null, null, LargePayload.REJECT, false, null);
    }

    /** A route that is complete but for its key, which may be null for the default. */
    static Route of(
            List<ChannelName> channels,
            String event,
            Object payload,
            @Nullable OrderingKey key,
            LargePayload largePayload,
            boolean toOthers,
            @Nullable Duration pace) {
        return new Route(distinct(channels), event, payload, key, largePayload, toOthers, pace);
    }

    /**
     * The same under a name to which subscribers bind. Default: the simple name of the event's class in kebab-case.
     *
     * @throws InvalidMessageException if it is empty
     */
    public Route named(String event) {
        if (event.isEmpty()) {
            throw new InvalidMessageException("An event name must not be empty");
        }
        return new Route(channels, event, payload, orderingKey, largePayload, toOthers, pace);
    }

    /**
     * The same with another object as payload, to be written as JSON. Default: the event itself.
     *
     * @throws IllegalArgumentException if it is null
     */
    public Route payload(Object payload) {
        if (payload == null) {
            throw new IllegalArgumentException(
                    "The payload of a route must not be null; leave it out to publish the event itself");
        }
        return new Route(channels, event, payload, orderingKey, largePayload, toOthers, pace);
    }

    /**
     * The same, in order with messages that have this text as key. Default: those whose (first) channel is the same.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public Route orderedBy(String key) {
        return orderedBy(OrderingKey.of(key));
    }

    /**
     * The same, in order with messages that have this key; {@link OrderingKey#NONE} asks for no order. Default: those
     * whose (first) channel is the same.
     */
    public Route orderedBy(OrderingKey key) {
        return new Route(channels, event, payload, Objects.requireNonNull(key, "key"), largePayload, toOthers, pace);
    }

    /** The same, with this done if the payload is larger than the server takes. Default: {@link LargePayload#REJECT}. */
    public Route largePayload(LargePayload policy) {
        return new Route(
                channels, event, payload, orderingKey, Objects.requireNonNull(policy, "policy"), toOthers, pace);
    }

    /**
     * The same, for everybody but who causes it: the connection on whose behalf {@code publish} is called does not see it,
     * as far as the publisher knows one ({@code PushcastBuilder.currentSocket}). Default: everybody sees it.
     */
    public Route toOthers() {
        return new Route(channels, event, payload, orderingKey, largePayload, true, pace);
    }

    /**
     * The same, at this pace: of one ordering key, channel and event at most one message in that time. The first is sent at
     * once, the newest when the time is over, and those between are never sent: what {@code publish} returned for them fails
     * as {@link io.pushcast.message.DeliveryException.Reason#SUPERSEDED SUPERSEDED}. It is for events of which only the newest
     * counts, such as prices and positions. Default: every message is sent.
     *
     * <p>The newest message is never lost, and none overtakes another: what is published with the same ordering key while a
     * message is held waits behind it, until its time is over at most. So give events with different paces different {@linkplain
     * #orderedBy keys}. {@code flush} and {@code close} send what is held at once, and so does a full buffer. The time runs per
     * publisher: several instances of a service send at this pace each. Messages of a transaction are paced after its commit;
     * with an outbox all of them are stored, and those that give way are deleted when they are loaded.
     *
     * @throws IllegalArgumentException if it is not positive, or longer than an hour
     * @throws InvalidMessageException if large payloads go in parts
     */
    public Route pace(Duration pace) {
        return new Route(channels, event, payload, orderingKey, largePayload, toOthers, Pace.check(pace));
    }

    /** The channels: at least one, each once. */
    public List<ChannelName> channels() {
        return channels;
    }

    /** The name under which subscribers bind to it. Always there in what {@link EventMappings#routesOf} returns. */
    public Optional<String> event() {
        return Optional.ofNullable(event);
    }

    /** What is written as JSON. Always there in what {@link EventMappings#routesOf} returns. */
    public Optional<Object> payload() {
        return Optional.ofNullable(payload);
    }

    /** Which messages it keeps its order with; empty for those whose (first) channel is the same. */
    public Optional<OrderingKey> orderingKey() {
        return Optional.ofNullable(orderingKey);
    }

    /** What is done if the payload is larger than the server takes. */
    public LargePayload largePayload() {
        return largePayload;
    }

    /** Whether the connection that causes it does not see it. */
    public boolean isToOthers() {
        return toOthers;
    }

    /** The time in which at most one message is sent; empty if all are. */
    public Optional<Duration> pace() {
        return Optional.ofNullable(pace);
    }

    /** The same, with these in place of a name and a payload that were not given. */
    Route orElse(String defaultEvent, Object defaultPayload) {
        return event != null && payload != null
                ? this
                : new Route(
                        channels,
                        event == null ? defaultEvent : event,
                        payload == null ? defaultPayload : payload,
                        orderingKey,
                        largePayload,
                        toOthers,
                        pace);
    }

    private static List<ChannelName> distinct(List<ChannelName> channels) {
        // Copying an immutable list of one costs nothing, and most routes have one channel.
        return channels.size() == 1
                ? List.copyOf(channels)
                : channels.stream().distinct().toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Route route
                && channels.equals(route.channels)
                && Objects.equals(event, route.event)
                && Objects.equals(payload, route.payload)
                && Objects.equals(orderingKey, route.orderingKey)
                && largePayload == route.largePayload
                && toOthers == route.toOthers
                && Objects.equals(pace, route.pace);
    }

    @Override
    public int hashCode() {
        return Objects.hash(channels, event, payload, orderingKey, largePayload, toOthers, pace);
    }

    @Override
    public String toString() {
        return "Route[" + (event == null ? "" : LogText.name(event) + " ") + "to " + (toOthers ? "others on " : "")
                + LogText.names(channels)
                + (orderingKey == null ? "" : ", ordered by " + LogText.name(orderingKey.toString()))
                + (pace == null ? "" : ", at most one in " + pace) + "]";
    }

    /**
     * What is done with a payload that is larger than the server takes. A payload that fits is published as it is, whatever the
     * policy.
     *
     * <p>All but {@link #REJECT} need subscribers that know of it. For pusher-js there is
     * {@code META-INF/resources/pushcast/large-payloads.js} in this library's jar, which Spring Boot and Quarkus serve as
     * {@code /pushcast/large-payloads.js}: after {@code receiveLargePayloads(channel)}, handlers get the event under its own name,
     * as if it had come whole. Subscribers that don't know of it see nothing under that name.
     */
    public enum LargePayload {
        /** {@code publish} throws a {@link io.pushcast.message.PayloadTooLargeException}. */
        REJECT,

        /**
         * The payload goes in parts, each a message of its own, all with the same ordering key: events called
         * {@code pushcast-chunk} whose payload is
         * {@code {"id":"…","event":"order-placed","index":0,"count":3,"part":"…"}}. The parts, in the order of their index from 0
         * to count - 1, make the payload's JSON text; the id is the same for all of them and for nothing else.
         *
         * <p>The publication is delivered when all parts are, and failed when one is: then subscribers may have some of them, which
         * they forget after a while. That is also what a full buffer does to it under the overflow policies that drop messages, of
         * which {@code LATEST_PER_KEY} takes the parts of one payload for versions of the same thing. There are at most 256 parts.
         * Cache channels keep one event only and so can't take parts.
         */
        CHUNK,

        /**
         * The payload goes compressed: an event called {@code pushcast-gzip} whose payload is
         * {@code {"event":"order-placed","gzip":"…"}}, with the payload's JSON text as UTF-8, compressed by gzip, in base64. If
         * that is still too large, {@code publish} throws a {@link io.pushcast.message.PayloadTooLargeException} that says how
         * large it is.
         */
        GZIP
    }
}
