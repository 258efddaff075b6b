package io.pushcast.outbox;

import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxSession;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes dead letters of messages. One that the store refuses stays held, and is tried again after others and after ever
 * longer pauses, so that it keeps nothing else from going on. Used by the relay's thread only.
 */
final class DeadLetterWriter {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterWriter.class);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int REMEMBERED = 10_000;

    private final CompletedMessages completed;
    private final RelayCounters counters;
    private final OutboxListeners listeners;
    private final LongSupplier nanoTime;
    private final Consumer<LoadedMessage> onDone;
    private final Deque<LoadedMessage> waiting = new ArrayDeque<>();
    /** Those of which a try has failed, whatever it has done. */
    private final Set<LoadedMessage> doubtful = new HashSet<>();

    private final Set<Long> buried = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });
    private long pause = FIRST_PAUSE_NANOS;
    private boolean pausing;
    private long goesOnAt;

    DeadLetterWriter(
            CompletedMessages completed,
            RelayCounters counters,
            OutboxListeners listeners,
            LongSupplier nanoTime,
            Consumer<LoadedMessage> onDone) {
        this.completed = completed;
        this.counters = counters;
        this.listeners = listeners;
        this.nanoTime = nanoTime;
        this.onDone = onDone;
    }

    /** Buries those that are dead, if the last one could be buried or a pause since then is over. */
    void run(OutboxSession session) {
        waiting.addAll(completed.pollDead());
        long now = nanoTime.getAsLong();
        if (pausing && now - goesOnAt < 0) {
            leaveUnwanted(now);
        } else {
            finish(session);
        }
    }

    /** Buries those that are dead. */
    void finish(OutboxSession session) {
        waiting.addAll(completed.pollDead());
        for (LoadedMessage next = waiting.peek(); next != null; next = waiting.peek()) {
            bury(session, next);
            waiting.remove();
            pausing = false;
            pause = FIRST_PAUSE_NANOS;
            onDone.accept(next);
        }
    }

    private void bury(OutboxSession session, LoadedMessage message) {
        DeadLetterCause cause = message.cause();
        if (cause == null) {
            return;
        }
        boolean ours;
        try {
            ours = session.bury(message.stored, cause) || isBuriedByUs(session, message);
        } catch (RuntimeException e) {
            failed(message, e);
            throw e;
        }
        doubtful.remove(message);
        if (!ours) {
            return;
        }
        buried.add(message.id());
        counters.hasBuried();
        if (cause.reason() == DeadLetterCause.Reason.UNREADABLE) {
            log.warn("{} is the dead letter {} now: {}", message.stored.content(), message.id(), cause.explanation());
        } else {
            // The delivery has warned of it, and said why.
            log.info("{} is the dead letter {} now, to be retried or purged", message.stored.content(), message.id());
        }
        listeners.deadLetter(message.stored, cause);
    }

    /** The last try may have failed after it was done, when its answer was lost. */
    private boolean isBuriedByUs(OutboxSession session, LoadedMessage message) {
        return doubtful.contains(message)
                && session.deadLetters(DeadLetterFilter.ofId(message.id()), 1).stream()
                        .anyMatch(letter -> letter.message().equals(message.stored));
    }

    private void failed(LoadedMessage message, RuntimeException cause) {
        doubtful.add(message);
        log.warn(
                "{} can't be made a dead letter; it stays, and is tried again in {} s: {}",
                message.stored.content(),
                TimeUnit.NANOSECONDS.toSeconds(pause),
                cause.getMessage());
        waiting.remove();
        waiting.addLast(message);
        pausing = true;
        goesOnAt = nanoTime.getAsLong() + pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
    }

    /** Those that another instance waits for are left to it; it has them refused once more. */
    private void leaveUnwanted(long now) {
        waiting.removeIf(message -> {
            boolean unwanted = message.lease().isDraining() || !message.lease().isValid(now);
            if (unwanted) {
                doubtful.remove(message);
                onDone.accept(message);
            }
            return unwanted;
        });
    }

    /** Whether this instance has made it a dead letter, not too long ago. */
    boolean hasBuried(long id) {
        return buried.contains(id);
    }

    /** Nanoseconds until there is something to do; {@link Long#MAX_VALUE} if only a death can bring it. */
    long untilDue(long now) {
        return waiting.isEmpty() ? Long.MAX_VALUE : goesOnAt - now;
    }
}
