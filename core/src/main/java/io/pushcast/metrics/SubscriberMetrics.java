package io.pushcast.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.pushcast.subscribe.Received;
import io.pushcast.subscribe.SubscriberListener;
import io.pushcast.subscribe.SubscriberStatus;
import io.pushcast.subscribe.SubscriberStatus.ConnectionState;
import io.pushcast.subscribe.SubscriptionState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Counts and measures what one subscriber does, in a Micrometer registry. Give it to the subscriber as a listener:
 *
 * <pre>{@code
 * Subscriber.builder().app(app).listener(SubscriberMetrics.in(registry))
 * }</pre>
 *
 * <p>Every meter has the tag {@code subscriber}, the subscriber's name.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>what</th></tr>
 * <tr><td>{@code pushcast.subscriber.received}</td><td>counter: events that arrived, duplicates included</td></tr>
 * <tr><td>{@code pushcast.subscriber.handled}</td><td>timer: events whose handlers have returned, with the time they took</td></tr>
 * <tr><td>{@code pushcast.subscriber.failed}</td><td>counter: events that a handler failed on, or that can't be read</td></tr>
 * <tr><td>{@code pushcast.subscriber.duplicates}</td><td>counter: events that had arrived before</td></tr>
 * <tr><td>{@code pushcast.subscriber.unhandled}</td><td>counter: events without a handler for their name</td></tr>
 * <tr><td>{@code pushcast.subscriber.gaps}</td><td>counter: times that events were missing, or may have been</td></tr>
 * <tr><td>{@code pushcast.subscriber.reconnects}</td><td>counter: connections made after the first</td></tr>
 * <tr><td>{@code pushcast.subscriber.connection}</td><td>gauge: 1 for the {@code state} of the connection, 0 for the others</td></tr>
 * <tr><td>{@code pushcast.subscriber.subscriptions}</td><td>gauge: channels by {@code state}</td></tr>
 * <tr><td>{@code pushcast.subscriber.buffer.events}</td><td>gauge: events that wait for handlers</td></tr>
 * <tr><td>{@code pushcast.subscriber.buffer.bytes}</td><td>gauge: what they take of the buffer</td></tr>
 * <tr><td>{@code pushcast.subscriber.lag}</td><td>gauge: for how long the oldest of them has waited</td></tr>
 * </table>
 *
 * <p>When the subscriber is closed, the gauges leave the registry and the counters stay. Safe for use by several threads.
 */
public final class SubscriberMetrics implements SubscriberListener {

    private static final String PREFIX = "pushcast.subscriber.";

    private final MeterRegistry registry;
    private final List<Meter> gauges = new CopyOnWriteArrayList<>();
    private volatile @Nullable Timer handled;

    private SubscriberMetrics(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    /** For one subscriber; its meters are there once it is started. */
    public static SubscriberMetrics in(MeterRegistry registry) {
        return new SubscriberMetrics(registry);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if it serves a subscriber already, or another one of the same name has its meters in the registry
     */
    @Override
    public void onStarted(SubscriberStatus status) {
        Tags tags = Tags.of("subscriber", status.name());
        if (handled != null
                || registry.find(PREFIX + "buffer.events").tags(tags).gauge() != null) {
            throw new IllegalStateException("The registry has meters of a subscriber '" + status.name()
                    + "' already; give each its own SubscriberMetrics, and a name by SubscriberBuilder.name(…)");
        }
        handled = Timer.builder(PREFIX + "handled")
                .description("Events whose handlers have returned")
                .tags(tags)
                .register(registry);
        counter(tags, "received", "Events that arrived", status, SubscriberStatus::received);
        counter(tags, "failed", "Events that a handler failed on", status, SubscriberStatus::failed);
        counter(tags, "duplicates", "Events that had arrived before", status, SubscriberStatus::duplicates);
        counter(tags, "unhandled", "Events without a handler", status, SubscriberStatus::unhandled);
        counter(tags, "gaps", "Times that events were missing", status, SubscriberStatus::gaps);
        counter(tags, "reconnects", "Connections made after the first", status, SubscriberStatus::reconnects);
        gauge(tags, "buffer.events", "Events that wait for handlers", status, SubscriberStatus::bufferedEvents);
        gauge(tags, "buffer.bytes", "What they take of the buffer", status, SubscriberStatus::bufferedBytes);
        gauges.add(TimeGauge.builder(PREFIX + "lag", () -> status.oldestAge().toNanos(), TimeUnit.NANOSECONDS)
                .description("How long the oldest of them has waited")
                .tags(tags)
                .register(registry));
        for (ConnectionState state : ConnectionState.values()) {
            gauge(
                    tags.and("state", tag(state)),
                    "connection",
                    "1 for the state of the connection",
                    status,
                    now -> now.connection() == state ? 1 : 0);
        }
        for (SubscriptionState state : SubscriptionState.values()) {
            gauge(
                    tags.and("state", tag(state)),
                    "subscriptions",
                    "Channels, by state",
                    status,
                    now -> now.subscriptions().values().stream()
                            .filter(one -> one == state)
                            .count());
        }
    }

    private static String tag(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private void counter(
            Tags tags,
            String name,
            String description,
            SubscriberStatus status,
            ToDoubleFunction<SubscriberStatus> value) {
        FunctionCounter.builder(PREFIX + name, status, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private void gauge(
            Tags tags,
            String name,
            String description,
            SubscriberStatus status,
            ToDoubleFunction<SubscriberStatus> value) {
        gauges.add(Gauge.builder(PREFIX + name, status, value)
                .strongReference(true)
                .description(description)
                .tags(tags)
                .register(registry));
    }

    @Override
    public void onHandled(Received received, Duration duration) {
        Timer timer = handled;
        if (timer != null) {
            timer.record(duration);
        }
    }

    @Override
    public void onClosed(SubscriberStatus status) {
        gauges.forEach(registry::remove);
        gauges.clear();
    }
}
