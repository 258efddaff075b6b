package io.pushcast.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.pushcast.classpath.Library;
import io.pushcast.classpath.LibraryVersions;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryStatus;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Counts and measures what one publisher does, in a Micrometer registry. Give it to the publisher as a listener:
 *
 * <pre>{@code
 * Pushcast.builder().app(app).listener(PushcastMetrics.in(registry)).build()
 * }</pre>
 *
 * <p>Every meter has the tag {@code app}, the publisher's name. Messages are counted whole: one to so many channels that it
 * takes several requests is one.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>what</th></tr>
 * <tr><td>{@code pushcast.published}</td><td>counter: messages published, whatever became of them</td></tr>
 * <tr><td>{@code pushcast.delivered}</td><td>counter: messages that the server accepted</td></tr>
 * <tr><td>{@code pushcast.failed}</td><td>counter: messages that will not be delivered, by {@code reason}: {@code rejected},
 * {@code expired}, {@code retries_exhausted}, {@code buffer_full}, {@code dropped} (made room for a newer one),
 * {@code superseded} (conflated: a newer one with its key took its place), {@code closed}, {@code rolled_back},
 * {@code cancelled}, {@code left_in_outbox}</td></tr>
 * <tr><td>{@code pushcast.retried}</td><td>counter: messages in requests that are to be sent again as they are</td></tr>
 * <tr><td>{@code pushcast.splits}</td><td>counter: requests refused as a whole, whose messages go in smaller ones</td></tr>
 * <tr><td>{@code pushcast.requests}</td><td>timer: requests until their end, by {@code result}: see
 * {@link DeliveryListener.SentRequest.Result}</td></tr>
 * <tr><td>{@code pushcast.batch.size}</td><td>summary: messages of a request</td></tr>
 * <tr><td>{@code pushcast.queue.time}</td><td>timer: how long the oldest message of a request waited until it was sent for
 * the first time</td></tr>
 * <tr><td>{@code pushcast.requests.active}</td><td>gauge: requests under way</td></tr>
 * <tr><td>{@code pushcast.buffer.messages}</td><td>gauge: messages without an outcome</td></tr>
 * <tr><td>{@code pushcast.buffer.bytes}</td><td>gauge: what they take of the buffer</td></tr>
 * <tr><td>{@code pushcast.buffer.oldest.age}</td><td>gauge: how long the oldest of them has waited</td></tr>
 * <tr><td>{@code pushcast.server.state}</td><td>gauge: 1 for the {@code state} in which sending is, 0 for the others, see
 * {@link DeliveryStatus.ServerState}: {@code open} and {@code half_open} are the circuit breaker's</td></tr>
 * </table>
 *
 * <p>Timers have no percentiles of their own; configure them by a {@link io.micrometer.core.instrument.config.MeterFilter}.
 * When the publisher is closed, the gauges leave the registry and the counters stay. Resilience4j's own binders see circuit
 * breaker, retry and rate limiter of registries that were given to
 * {@link io.pushcast.resilience.ResilienceSettings.Builder}. Safe for use by several threads.
 */
public final class PushcastMetrics implements DeliveryListener {

    private final MeterRegistry registry;
    private final AtomicReference<@Nullable DeliveryStatus> publisher = new AtomicReference<>();
    private volatile @Nullable DeliveryMeters meters;

    private PushcastMetrics(MeterRegistry registry) {
        LibraryVersions.require(Library.MICROMETER);
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    /** For one publisher; its meters are there once it is built. */
    public static PushcastMetrics in(MeterRegistry registry) {
        return new PushcastMetrics(registry);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if it serves a publisher already, since each needs its own; or if another publisher of
     *     the same name, which is not closed yet, has its meters in the registry
     */
    @Override
    public void onStarted(DeliveryStatus status) {
        if (!publisher.compareAndSet(null, status)) {
            throw new IllegalStateException(
                    "These metrics count for a publisher already; give the publisher '" + status.name() + "' its own");
        }
        DeliveryMeters created = new DeliveryMeters(registry, status.name());
        created.watch(status);
        meters = created;
    }

    @Override
    public void onPublished(ChannelMessage message) {
        started().published();
    }

    @Override
    public void onRequest(DeliveryListener.SentRequest request) {
        started().requested(request);
    }

    @Override
    public void onDelivered(ChannelMessage message, Delivery delivery) {
        started().delivered();
    }

    @Override
    public void onFailed(ChannelMessage message, DeliveryException failure) {
        started().failed(failure.reason());
    }

    @Override
    public void onClosed(DeliveryStatus status) {
        DeliveryMeters closing = meters;
        if (closing != null && status.equals(publisher.get())) {
            closing.stopWatching();
        }
    }

    private DeliveryMeters started() {
        return Objects.requireNonNull(meters, "the publisher of these metrics has not started");
    }
}
