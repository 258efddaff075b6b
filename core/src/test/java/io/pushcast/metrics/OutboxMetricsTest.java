package io.pushcast.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pushcast.outbox.OutboxStatus;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OutboxMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private boolean databaseIsDown;

    private final OutboxStatus status = new OutboxStatus() {
        @Override
        public OutboxCounts counts() {
            if (databaseIsDown) {
                throw new OutboxException("down", null);
            }
            return new OutboxCounts(7, Duration.ofSeconds(3), 2, 5, null);
        }

        @Override
        public long stored() {
            return 10;
        }

        @Override
        public long loaded() {
            return 11;
        }

        @Override
        public long deleted() {
            return 12;
        }

        @Override
        public long deadLettered() {
            return 13;
        }

        @Override
        public long lateCommits() {
            return 14;
        }

        @Override
        public long leasesLost() {
            return 15;
        }

        @Override
        public Duration failingFor() {
            return Duration.ofSeconds(18);
        }

        @Override
        public int partitionsOwned() {
            return 16;
        }

        @Override
        public boolean paused() {
            return true;
        }

        @Override
        public int held() {
            return 17;
        }
    };

    private double gauge(String name) {
        return registry.get(name).tag("app", "shop").gauge().value();
    }

    private double counter(String name) {
        return registry.get(name).tag("app", "shop").functionCounter().count();
    }

    @Test
    void showsAllThatTheStatusSays() {
        OutboxMetrics.of("shop", status).bindTo(registry);

        assertThat(gauge("pushcast.outbox.pending")).isEqualTo(7);
        assertThat(gauge("pushcast.outbox.dead")).isEqualTo(2);
        assertThat(gauge("pushcast.outbox.stuck")).isEqualTo(5);
        assertThat(gauge("pushcast.outbox.paused")).isEqualTo(1);
        assertThat(registry.get("pushcast.outbox.oldest.age").timeGauge().value(TimeUnit.SECONDS))
                .isEqualTo(3);
        assertThat(counter("pushcast.outbox.stored")).isEqualTo(10);
        assertThat(counter("pushcast.outbox.loaded")).isEqualTo(11);
        assertThat(counter("pushcast.outbox.deleted")).isEqualTo(12);
        assertThat(counter("pushcast.outbox.dead.lettered")).isEqualTo(13);
        assertThat(counter("pushcast.outbox.late.commits")).isEqualTo(14);
        assertThat(counter("pushcast.outbox.leases.lost")).isEqualTo(15);
        assertThat(gauge("pushcast.outbox.partitions")).isEqualTo(16);
        assertThat(gauge("pushcast.outbox.held")).isEqualTo(17);
        assertThat(registry.get("pushcast.outbox.failing").timeGauge().value(TimeUnit.SECONDS))
                .isEqualTo(18);
    }

    @Test
    void showsNothingForWhatTheDatabaseDoesNotSay() {
        OutboxMetrics.of("shop", status).bindTo(registry);
        databaseIsDown = true;

        assertThat(gauge("pushcast.outbox.pending")).isNaN();
        assertThat(gauge("pushcast.outbox.held")).isEqualTo(17);
    }
}
