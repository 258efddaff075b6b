package io.pushcast.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.pushcast.outbox.OutboxStatus;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows an outbox in a Micrometer registry: {@code OutboxMetrics.of("shop", outbox.status()).bindTo(registry)}. Every meter
 * has the tag {@code app}. Safe for use by several threads.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>what</th></tr>
 * <tr><td>{@code pushcast.outbox.pending}</td><td>gauge: messages that wait or are under way, of all instances; asks the
 * database, at most once in five seconds, as do the next three. NaN if it does not answer</td></tr>
 * <tr><td>{@code pushcast.outbox.oldest.age}</td><td>gauge: how long the oldest of them has been stored</td></tr>
 * <tr><td>{@code pushcast.outbox.dead}</td><td>gauge: dead letters, of all instances</td></tr>
 * <tr><td>{@code pushcast.outbox.stuck}</td><td>gauge: messages that are being retried, of all instances</td></tr>
 * <tr><td>{@code pushcast.outbox.paused}</td><td>gauge: 1 while delivery is paused in all instances, as this one has last
 * seen; else 0</td></tr>
 * <tr><td>{@code pushcast.outbox.failing}</td><td>gauge: for how long a thread of this instance's outbox has failed at all
 * it tried; 0 if all is well</td></tr>
 * <tr><td>{@code pushcast.outbox.held}</td><td>gauge: messages that this instance has loaded and not yet deleted</td></tr>
 * <tr><td>{@code pushcast.outbox.partitions}</td><td>gauge: partitions, out of 64, whose messages this instance
 * delivers</td></tr>
 * <tr><td>{@code pushcast.outbox.stored}</td><td>counter: messages stored by this instance</td></tr>
 * <tr><td>{@code pushcast.outbox.loaded}</td><td>counter: messages loaded for delivery</td></tr>
 * <tr><td>{@code pushcast.outbox.deleted}</td><td>counter: messages accepted and deleted</td></tr>
 * <tr><td>{@code pushcast.outbox.dead.lettered}</td><td>counter: messages that became dead letters</td></tr>
 * <tr><td>{@code pushcast.outbox.late.commits}</td><td>counter: messages found later than the overlap allows</td></tr>
 * <tr><td>{@code pushcast.outbox.leases.lost}</td><td>counter: leases lost while they were needed</td></tr>
 * </table>
 */
public final class OutboxMetrics implements MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(OutboxMetrics.class);

    private final OutboxStatus status;
    private final Tags tags;

    private OutboxMetrics(String app, OutboxStatus status) {
        this.status = Objects.requireNonNull(status, "status");
        this.tags = Tags.of("app", app);
    }

    /**
     * Of one outbox.
     *
     * @param app the value of the tag {@code app}; best the publisher's name
     * @param status what the outbox says of itself
     */
    public static OutboxMetrics of(String app, OutboxStatus status) {
        return new OutboxMetrics(app, status);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counted(registry, "pushcast.outbox.pending", "Messages not yet delivered", OutboxCounts::pending);
        counted(registry, "pushcast.outbox.dead", "Dead letters", OutboxCounts::deadLetters);
        counted(registry, "pushcast.outbox.stuck", "Messages that are being retried", OutboxCounts::stuck);
        Gauge.builder("pushcast.outbox.paused", status, outbox -> outbox.paused() ? 1 : 0)
                .strongReference(true)
                .description("Whether delivery is paused in all instances")
                .tags(tags)
                .register(registry);
        TimeGauge.builder(
                        "pushcast.outbox.oldest.age",
                        this,
                        TimeUnit.MILLISECONDS,
                        self -> self.count(counts -> counts.oldestAge().toMillis()))
                .strongReference(true)
                .description("How long the oldest message has been stored")
                .tags(tags)
                .register(registry);
        TimeGauge.builder(
                        "pushcast.outbox.failing",
                        status,
                        TimeUnit.MILLISECONDS,
                        outbox -> outbox.failingFor().toMillis())
                .strongReference(true)
                .description("How long a thread of the outbox has failed; 0 if all is well")
                .tags(tags)
                .register(registry);
        gauge(registry, "pushcast.outbox.held", "messages", "Messages loaded and not yet deleted", OutboxStatus::held);
        gauge(
                registry,
                "pushcast.outbox.partitions",
                "partitions",
                "Partitions whose messages this instance delivers",
                OutboxStatus::partitionsOwned);
        counter(registry, "pushcast.outbox.stored", "Messages stored", OutboxStatus::stored);
        counter(registry, "pushcast.outbox.loaded", "Messages loaded for delivery", OutboxStatus::loaded);
        counter(registry, "pushcast.outbox.deleted", "Messages accepted and deleted", OutboxStatus::deleted);
        counter(
                registry,
                "pushcast.outbox.dead.lettered",
                "Messages that became dead letters",
                OutboxStatus::deadLettered);
        counter(registry, "pushcast.outbox.late.commits", "Messages found late", OutboxStatus::lateCommits);
        FunctionCounter.builder("pushcast.outbox.leases.lost", status, OutboxStatus::leasesLost)
                .description("Leases lost while they were needed")
                .baseUnit("leases")
                .tags(tags)
                .register(registry);
    }

    private double count(ToDoubleFunction<OutboxCounts> what) {
        try {
            return what.applyAsDouble(status.counts());
        } catch (OutboxException e) {
            log.debug("The outbox could not be counted", e);
            return Double.NaN;
        }
    }

    private void counted(MeterRegistry registry, String name, String description, ToDoubleFunction<OutboxCounts> what) {
        Gauge.builder(name, this, self -> self.count(what))
                .strongReference(true)
                .description(description)
                .baseUnit("messages")
                .tags(tags)
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String unit,
            String description,
            ToDoubleFunction<OutboxStatus> value) {
        Gauge.builder(name, status, value)
                .strongReference(true)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry, String name, String description, ToDoubleFunction<OutboxStatus> value) {
        FunctionCounter.builder(name, status, value)
                .description(description)
                .baseUnit("messages")
                .tags(tags)
                .register(registry);
    }
}
