package io.pushcast;

import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelInfo;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.SocketId;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * A publication without an event class of its own:
 * {@code publisher.to("orders").named("order-placed").payload(order).publish()}. A name and a payload are required.
 * Immutable; each method but the last returns a copy.
 */
public final class Publication {

    private final Route route;
    private final PublishOptions options;
    private final BiFunction<Route, PublishOptions, CompletionStage<Delivery>> publisher;

    /**
     * A publication that ends in this function; for implementations of {@link EventPublisher}.
     *
     * @param route where it goes
     * @param publisher publishes the complete route
     */
    public Publication(Route route, BiFunction<Route, PublishOptions, CompletionStage<Delivery>> publisher) {
        this(route, PublishOptions.NONE, publisher);
    }

    private Publication(
            Route route,
            PublishOptions options,
            BiFunction<Route, PublishOptions, CompletionStage<Delivery>> publisher) {
        this.route = route;
        this.options = options;
        this.publisher = publisher;
    }

    /**
     * The name under which subscribers bind to it.
     *
     * @throws InvalidMessageException if it is empty
     */
    public Publication named(String event) {
        return with(route.named(event));
    }

    /** What is written as JSON: a record, a map, a list, anything that the JSON library takes. */
    public Publication payload(Object payload) {
        return with(route.payload(payload));
    }

    /** What is done if the payload is larger than the server takes. Default: {@link Route.LargePayload#REJECT}. */
    public Publication largePayload(Route.LargePayload policy) {
        return with(route.largePayload(policy));
    }

    /** See {@link PublishOptions#orderedBy(String)}. */
    public Publication orderedBy(String key) {
        return with(options.orderedBy(key));
    }

    /** See {@link PublishOptions#orderedBy(OrderingKey)}. */
    public Publication orderedBy(OrderingKey key) {
        return with(options.orderedBy(key));
    }

    /** See {@link PublishOptions#excluding(String)}. */
    public Publication excluding(String socketId) {
        return with(options.excluding(socketId));
    }

    /** See {@link PublishOptions#excluding(SocketId)}. */
    public Publication excluding(SocketId socketId) {
        return with(options.excluding(socketId));
    }

    /** See {@link PublishOptions#toOthers()}. */
    public Publication toOthers() {
        return with(options.toOthers());
    }

    /** See {@link PublishOptions#deadline(Duration)}. */
    public Publication deadline(Duration deadline) {
        return with(options.deadline(deadline));
    }

    /** See {@link PublishOptions#withInfo(ChannelInfo.Attribute...)}. */
    public Publication withInfo(ChannelInfo.Attribute... attributes) {
        return with(options.withInfo(attributes));
    }

    /**
     * Publishes it.
     *
     * @return completes when Pusher has accepted it, or exceptionally with a {@link DeliveryException}
     * @throws IllegalStateException if it has no name or no payload yet
     * @throws InvalidMessageException if a channel, the name or the size of the payload is not allowed, or a channel is
     *     encrypted and the publisher has no key
     * @throws io.pushcast.json.JsonWriteException if the payload can't be written
     */
    public CompletionStage<Delivery> publish() {
        if (route.event().isEmpty() || route.payload().isEmpty()) {
            throw new IllegalStateException("The publication to " + LogText.names(route.channels()) + " lacks "
                    + (route.event().isEmpty() ? "a name; call named(…)" : "a payload; call payload(…)"));
        }
        return publisher.apply(route, options);
    }

    private Publication with(Route other) {
        return new Publication(other, options, publisher);
    }

    private Publication with(PublishOptions others) {
        return new Publication(route, others, publisher);
    }
}
