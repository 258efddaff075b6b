package io.pushcast.examples.outbox;

import io.pushcast.Pushcast;
import io.pushcast.outbox.Outbox;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A publisher with an outbox. */
record Instance(Pushcast pushcast, Outbox outbox) implements AutoCloseable {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    static Instance start(String name, Postgres database, Target target) {
        Outbox outbox = Outbox.on(database.store()).build();
        return new Instance(
                Pushcast.builder().name(name).transport(target).outbox(outbox).build(), outbox);
    }

    void awaitPartitions(int partitions) {
        await(() -> outbox.status().partitionsOwned() == partitions);
    }

    static void await(BooleanSupplier condition) {
        long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - giveUpAt > 0) {
                throw new IllegalStateException("What was waited for did not happen within two minutes");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        pushcast.close();
    }
}
