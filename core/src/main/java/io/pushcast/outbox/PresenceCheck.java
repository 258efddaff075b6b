package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.StoredRecord;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a second whether messages that are held for longer are still in the store: somebody may have deleted them by hand, or
 * made dead letters of them. Those are not sent any more. Used by the relay's thread only.
 */
final class PresenceCheck {

    private static final Logger log = LoggerFactory.getLogger(PresenceCheck.class);

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The check takes at most one part of so many of the time. */
    private static final int SHARE = 20;

    private final LoadedMessages loadedMessages;
    private final LongSupplier nanoTime;
    private long nextAt;

    PresenceCheck(LoadedMessages loadedMessages, LongSupplier nanoTime) {
        this.loadedMessages = loadedMessages;
        this.nanoTime = nanoTime;
        this.nextAt = nanoTime.getAsLong() + INTERVAL_NANOS;
    }

    void run(OutboxSession session) {
        long begunAt = nanoTime.getAsLong();
        if (begunAt - nextAt < 0) {
            return;
        }
        nextAt = begunAt + INTERVAL_NANOS;
        List<LoadedMessage> held = loadedMessages.heldSince(begunAt - INTERVAL_NANOS);
        if (held.isEmpty()) {
            return;
        }
        List<StoredRecord> records =
                held.stream().map(message -> message.stored).toList();
        Set<Long> present = session.present(records);
        long now = nanoTime.getAsLong();
        nextAt = now + Math.max(INTERVAL_NANOS, SHARE * (now - begunAt));
        for (LoadedMessage message : held) {
            if (!present.contains(message.id()) && message.withdraw()) {
                log.info(
                        "{} is not in the outbox any more, since somebody has taken it out, and is not sent",
                        message.stored.content());
            }
        }
    }

    /** Nanoseconds until there is something to do; {@link Long#MAX_VALUE} if nothing is held. */
    long untilDue(long now) {
        return loadedMessages.isEmpty() ? Long.MAX_VALUE : nextAt - now;
    }
}
