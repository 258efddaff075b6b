package io.pushcast.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryListener.SentRequest.Result;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.DeliveryStatus.ServerState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The meters of one publisher. All are there from the start, so that what has not happened yet shows as zero. */
final class DeliveryMeters {

    private static final String BUFFERED = "pushcast.buffer.messages";

    private final MeterRegistry registry;
    private final String app;
    private final Tags tags;
    private final Counter published;
    private final Counter delivered;
    private final Map<Reason, Counter> failed;
    private final Counter retried;
    private final Counter splits;
    private final Map<Result, Timer> requests;
    private final DistributionSummary batchSize;
    private final Timer queueTime;
    private final List<Meter> gauges = new ArrayList<>();

    DeliveryMeters(MeterRegistry registry, String app) {
        this.registry = registry;
        this.app = app;
        this.tags = Tags.of("app", app);
        this.published = counter("pushcast.published", "messages", "Messages published", tags);
        this.delivered = counter("pushcast.delivered", "messages", "Messages that the server accepted", tags);
        this.failed = each(
                Reason.class,
                reason -> counter(
                        "pushcast.failed",
                        "messages",
                        "Messages that will not be delivered",
                        tags.and("reason", tag(reason))));
        this.retried = counter("pushcast.retried", "messages", "Messages in requests that are sent again", tags);
        this.splits = counter("pushcast.splits", "requests", "Requests whose messages go in smaller ones", tags);
        this.requests = each(
                Result.class,
                result -> Timer.builder("pushcast.requests")
                        .description("Requests, until their end")
                        .tags(tags.and("result", tag(result)))
                        .register(registry));
        this.batchSize = DistributionSummary.builder("pushcast.batch.size")
                .description("Messages of a request")
                .baseUnit("messages")
                .tags(tags)
                .register(registry);
        this.queueTime = Timer.builder("pushcast.queue.time")
                .description("How long the oldest message of a request waited until it was sent")
                .tags(tags)
                .register(registry);
    }

    void published() {
        published.increment();
    }

    void delivered() {
        delivered.increment();
    }

    void failed(Reason reason) {
        get(failed, reason).increment();
    }

    void requested(DeliveryListener.SentRequest request) {
        get(requests, request.result()).record(request.took());
        batchSize.record(request.messages().size());
        if (request.attempt() == 1) {
            queueTime.record(request.queued());
        }
        if (request.retryIn().isPresent()) {
            retried.increment(request.messages().size());
        }
        if (request.result() == Result.SPLIT) {
            splits.increment();
        }
    }

    /** @throws IllegalStateException if there are gauges of a publisher of this name, which would be shown in place of ours */
    synchronized void watch(DeliveryStatus status) {
        if (registry.find(BUFFERED).tags(tags).gauge() != null) {
            throw new IllegalStateException("The registry has meters of a publisher '" + app
                    + "' already; give one of the two a name of its own, by Pushcast.builder().name(…)");
        }
        gauge("pushcast.requests.active", "requests", "Requests under way", status, DeliveryStatus::requestsInFlight);
        gauge(BUFFERED, "messages", "Messages without an outcome", status, DeliveryStatus::bufferedMessages);
        gauge("pushcast.buffer.bytes", "bytes", "What they take of the buffer", status, DeliveryStatus::bufferedBytes);
        gauges.add(TimeGauge.builder(
                        "pushcast.buffer.oldest.age", () -> status.oldestAge().toNanos(), TimeUnit.NANOSECONDS)
                .description("How long the oldest of them has waited")
                .tags(tags)
                .register(registry));
        for (ServerState state : ServerState.values()) {
            gauges.add(Gauge.builder("pushcast.server.state", () -> status.server() == state ? 1 : 0)
                    .description("1 for the state in which sending is")
                    .tags(tags.and("state", tag(state)))
                    .register(registry));
        }
    }

    /** What is shown of a closed publisher would be of no use, and would keep it in memory. */
    synchronized void stopWatching() {
        gauges.forEach(registry::remove);
        gauges.clear();
    }

    private void gauge(
            String name,
            String unit,
            String description,
            DeliveryStatus status,
            ToDoubleFunction<DeliveryStatus> value) {
        // Held strongly: a gauge shows NaN once nobody else holds what it looks at.
        gauges.add(Gauge.builder(name, status, value)
                .strongReference(true)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry));
    }

    private Counter counter(String name, String unit, String description, Tags tags) {
        return Counter.builder(name)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private static <K extends Enum<K>, M> Map<K, M> each(Class<K> keys, Function<K, M> meter) {
        Map<K, M> meters = new EnumMap<>(keys);
        for (K key : keys.getEnumConstants()) {
            meters.put(key, meter.apply(key));
        }
        return meters;
    }

    private static <K extends Enum<K>, M> M get(Map<K, M> meters, K key) {
        return Objects.requireNonNull(meters.get(key), "there is one for each");
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
