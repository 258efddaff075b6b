package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxSession.RetryNote;
import io.pushcast.outbox.store.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes down which messages are being retried, so that every instance can list them: those that fail for a second and longer,
 * and not more than 200 of an instance, the oldest first. Failures come from any thread; all else is the relay's.
 */
final class RetriedMessages {

    /** How often to write, and how long a message must have failed to be worth it. */
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int MOST = 200;

    private final LongSupplier nanoTime;
    private final OutboxThread.WakeUpSignal relay;
    private final Set<LoadedMessage> changed = ConcurrentHashMap.newKeySet();
    private final Set<LoadedMessage> noted = new HashSet<>();
    private final List<StoredRecord> toForget = new ArrayList<>();
    private long nextAt;

    RetriedMessages(OutboxThread.WakeUpSignal relay, LongSupplier nanoTime) {
        this.relay = relay;
        this.nanoTime = nanoTime;
        this.nextAt = nanoTime.getAsLong();
    }

    /** A request with the message has failed. For any thread. */
    void failed(LoadedMessage message) {
        if (changed.add(message)) {
            relay.give();
        }
    }

    /** The message is held no more. */
    void forget(LoadedMessage message, boolean isGone) {
        changed.remove(message);
        if (noted.remove(message) && isGone) {
            toForget.add(message.stored);
        }
    }

    /** Writes down what is new, not too often. */
    void run(OutboxSession session) {
        long now = nanoTime.getAsLong();
        if (untilDue(now) > 0) {
            return;
        }
        nextAt = now + INTERVAL_NANOS;
        session.forgetRetries(List.copyOf(toForget));
        toForget.clear();
        List<LoadedMessage> worthIt = new ArrayList<>();
        for (LoadedMessage message : changed) {
            if (noted.contains(message) || now - message.firstFailedAt() >= INTERVAL_NANOS) {
                worthIt.add(message);
            }
        }
        worthIt.sort(Comparator.comparingLong(LoadedMessage::id));
        List<LoadedMessage> written = new ArrayList<>();
        List<RetryNote> notes = new ArrayList<>();
        int more = MOST - noted.size();
        for (LoadedMessage message : worthIt) {
            changed.remove(message);
            LoadedMessage.Failure failure = message.lastFailure();
            if (failure != null && (noted.contains(message) || more-- > 0)) {
                written.add(message);
                notes.add(failure.note(message.stored, now - message.firstFailedAt()));
            }
        }
        session.noteRetries(notes);
        noted.addAll(written);
    }

    /** Nanoseconds until there is something to do; {@link Long#MAX_VALUE} if only a failure can bring it. */
    long untilDue(long now) {
        return changed.isEmpty() && toForget.isEmpty() ? Long.MAX_VALUE : nextAt - now;
    }
}
