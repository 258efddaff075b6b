package io.pushcast.health;

import io.pushcast.outbox.OutboxStatus;
import io.pushcast.outbox.store.OutboxCounts;
import io.pushcast.outbox.store.OutboxException;
import java.time.Duration;

/** An outbox in whatever state. */
final class ManualOutboxStatus implements OutboxStatus {

    Duration oldestAge = Duration.ofSeconds(3);
    Duration failingFor = Duration.ZERO;
    boolean databaseIsDown;
    boolean paused;

    @Override
    public OutboxCounts counts() {
        if (databaseIsDown) {
            throw new OutboxException("down", null);
        }
        return new OutboxCounts(7, oldestAge, 2);
    }

    @Override
    public long stored() {
        return 0;
    }

    @Override
    public long loaded() {
        return 0;
    }

    @Override
    public long deleted() {
        return 0;
    }

    @Override
    public long deadLettered() {
        return 0;
    }

    @Override
    public long lateCommits() {
        return 0;
    }

    @Override
    public long leasesLost() {
        return 0;
    }

    @Override
    public Duration failingFor() {
        return failingFor;
    }

    @Override
    public int partitionsOwned() {
        return 64;
    }

    @Override
    public boolean paused() {
        return paused;
    }

    @Override
    public int held() {
        return 0;
    }
}
