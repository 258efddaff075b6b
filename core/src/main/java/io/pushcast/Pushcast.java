package io.pushcast;

import io.pushcast.channels.ChannelQueries;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.MessageSink;
import io.pushcast.outbox.OutboxSink;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Publishes domain events to one Pusher app. One instance serves a whole application: it holds threads, connections and a
 * buffer until it is closed. A JVM that ends before says how many messages are lost. Safe for use by several threads.
 *
 * <pre>{@code
 * try (Pushcast pushcast = Pushcast.builder()
 *         .app(PusherApp.builder().appId("…").key("…").secret("…").cluster("eu").build())
 *         .build()) {
 *     pushcast.publish(new OrderPlaced("o-1", "c-7", new BigDecimal("19.90")));
 * }
 * }</pre>
 *
 * <p><b>Order.</b> Messages with the same ordering key are accepted by Pusher in publish order, also through retries.
 * <b>At least once, while it lives.</b> A message is sent until it is accepted, rejected for good, or past its
 * deadline; a lost answer makes a duplicate, byte for byte the same. <b>Bounded.</b> The buffer has a limit, and
 * nothing is dropped silently. See {@link DeliverySettings} and {@link ResilienceSettings}.
 */
public final class Pushcast implements EventPublisher, AutoCloseable {

    /** Of the time that {@link #close} may take, the outbox has a quarter to itself, and not more than this. */
    private static final Duration LONGEST_OUTBOX_CLOSE = Duration.ofSeconds(5);

    private final EventMappings mappings;
    private final MessageFactory messages;
    private final DeliverySettings delivery;
    private final AppPipeline lane;
    private final @Nullable OutboxSink outbox;
    private final MessageSink sink;
    private final @Nullable PusherTransport server;
    private final JsonCodec json;

    Pushcast(PushcastBuilder builder) {
        this.mappings = builder.mappings;
        this.delivery = builder.delivery;
        this.json = builder.codec();
        this.messages = builder.messages(json);
        Transport sender = builder.sender();
        this.server = sender instanceof PusherTransport pusher ? pusher : null;
        this.lane = lane(builder, sender);
        this.outbox = builder.outboxSink();
        try {
            this.sink = builder.sinkWrapper.apply(outbox == null ? lane.sink() : outbox);
            if (outbox != null) {
                outbox.start(lane.name(), builder.appId(sender), lane.engine()::accept);
            }
        } catch (Throwable t) {
            lane.close(Duration.ZERO);
            throw t;
        }
        if (outbox == null) {
            lane.warnIfNotClosed();
        }
    }

    private static AppPipeline lane(PushcastBuilder builder, Transport sender) {
        OutboxSink outboxSink = builder.outboxSink();
        try {
            return new AppPipeline(
                    builder.name(sender),
                    sender,
                    builder.resilience,
                    builder.outbox == null ? builder.delivery : AppPipeline.bounded(builder.delivery),
                    builder.limits(),
                    CompositeDeliveryListener.of(builder.listeners),
                    builder.callbackExecutor,
                    outboxSink == null ? () -> Duration.ZERO : outboxSink::pause);
        } catch (Throwable t) {
            // Its connections have begun to live already.
            sender.close();
            throw t;
        }
    }

    /** A builder; an {@link PushcastBuilder#app} is all it needs. */
    public static PushcastBuilder builder() {
        return new PushcastBuilder();
    }

    @Override
    public CompletionStage<Delivery> publish(Object event, PublishOptions options) {
        Route only = mappings.onlyRouteOf(event);
        return only == null ? publish(mappings.routesOf(event), options) : publish(only, options);
    }

    @Override
    public Publication to(String channel, String... more) {
        return publication(Route.to(channel, more));
    }

    @Override
    public Publication toUser(String userId) {
        return publication(Route.to(List.of(ChannelName.ofUser(userId))));
    }

    private Publication publication(Route route) {
        return new Publication(route, this::publish);
    }

    private CompletionStage<Delivery> publish(Route route, PublishOptions options) {
        return messages.isSimple(route)
                ? sink.accept(messages.simple(route, options))
                : publish(List.of(route), options);
    }

    /** Nothing is sent before all of it is known to be right. */
    private CompletionStage<Delivery> publish(List<Route> routes, PublishOptions options) {
        List<ChannelMessage> all = messages.of(routes, options);
        if (all.size() == 1) {
            return sink.accept(all.get(0));
        }
        List<CompletionStage<Delivery>> deliveries = new ArrayList<>(all.size());
        for (ChannelMessage message : all) {
            deliveries.add(sink.accept(message));
        }
        return DeliveryAggregator.all(deliveries);
    }

    /**
     * Queries about the channels and users of the app, on the same connections.
     *
     * @throws IllegalStateException if this publisher does not send by a {@link PusherTransport}
     * @throws UnsupportedOperationException if its {@link JsonCodec} can only write
     */
    public ChannelQueries channels() {
        if (server == null) {
            throw new IllegalStateException(
                    "Channels can be asked about only with an app, or a PusherTransport; this publisher sends by a transport"
                            + " of its own");
        }
        return new ChannelQueries(server, json);
    }

    /**
     * Ends all connections of a signed-in user, see {@link ChannelQueries#terminateConnections}.
     *
     * @return completes when the server has taken the order, or exceptionally with a
     *     {@link io.pushcast.channels.ChannelQueryException}
     * @throws io.pushcast.message.InvalidMessageException if the id is empty, or has a slash, or with soketi another
     *     character that has to be escaped in a path
     * @throws IllegalStateException if this publisher does not send by a {@link PusherTransport}
     */
    public CompletionStage<Void> terminateConnections(String userId) {
        return channels().terminateConnections(userId);
    }

    /**
     * Sends what is buffered without waiting for more. With an outbox that delivers in this instance, it waits for everything
     * that was committed before, whichever instance stored it and delivers it; messages of transactions that are still open,
     * and those behind a dead letter that blocks their key, are not waited for. Nothing limits how long that takes while the
     * server is away: see {@link CompletableFuture#orTimeout}.
     *
     * @return completes, on the callback executor, when everything published before has been delivered or has failed, or
     *     this publisher is closed; exceptionally with an {@link io.pushcast.outbox.store.OutboxException} if the outbox's
     *     database can't be asked
     */
    public CompletionStage<Void> flush() {
        CompletableFuture<Void> sent = lane.flush();
        if (outbox == null) {
            return sent;
        }
        CompletableFuture<Void> done = sent.newIncompleteFuture();
        // The delivery once more, behind the outbox: it calls back where callbacks are made, once listeners have been
        // told.
        outbox.flush()
                .whenComplete((gone, failure) -> lane.engine().flush(() -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(failure);
                    }
                }));
        return done;
    }

    /**
     * What is under way, for metrics and health checks. Its numbers are those of the moment in which they are asked
     * for.
     */
    public DeliveryStatus status() {
        return lane;
    }

    /**
     * Takes nothing any more, waits until everything published has been delivered or has failed, for the
     * {@linkplain DeliverySettings#closeTimeout close timeout} at most, and frees threads and connections. When it returns, the
     * publisher's threads have ended, but for those that are held up in a callback or, for more than some seconds, in code that
     * is not Pushcast's; called by a callback, it does not wait for them. What is left
     * fails as {@code CLOSED}, or stays in the outbox; each failure is reported. With an outbox, what is published
     * afterwards is stored all the same, and delivered by another instance, or after the next start. So is what waits once the
     * server has taken nothing for a second, no request is under way and none is due. Whoever calls it while another thread
     * does waits as well, unless it is a callback; called again later, it does nothing.
     */
    @Override
    public void close() {
        close(delivery.closeTimeout());
    }

    /**
     * Whether it takes nothing any more, so that what is published now fails as {@code CLOSED}. With an outbox it never is: what is
     * published after {@link #close} is stored.
     */
    public boolean isClosed() {
        return outbox == null && lane.isClosing();
    }

    /**
     * As {@link #close()}, with a timeout of its own.
     *
     * @param timeout how long to wait for what is still to be delivered and told; zero does not wait
     */
    public void close(Duration timeout) {
        OutboxSink stored = outbox;
        if (stored == null) {
            lane.close(timeout);
            return;
        }
        long start = System.nanoTime();
        Duration kept = shorter(timeout.dividedBy(4), LONGEST_OUTBOX_CLOSE);
        lane.closeKept(
                timeout.minus(kept),
                stored::drain,
                () -> stored.close(shorter(timeout.minusNanos(System.nanoTime() - start), LONGEST_OUTBOX_CLOSE)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
