package io.pushcast.outbox;

import io.pushcast.delivery.Claim;
import io.pushcast.message.ChannelMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages from the store to the delivery, and from the store what was accepted: one thread, with a session of its
 * own. All state that is not said to be otherwise is that thread's.
 */
final class Relay implements OutboxThread.Work {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);

    /** How long an accepted message waits for others to be deleted with it. */
    private static final long DELETE_LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long FULL_SCAN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PURGE_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final OutboxSettings settings;
    private final Leases leases;
    private final Counters counters;
    private final BiConsumer<ChannelMessage, Claim> delivery;
    private final Runnable onDrained;
    private final LongSupplier nanoTime;

    /** Shared with all threads. */
    private final Signal signal = new Signal();

    private final Ended ended = new Ended(signal);
    private final AtomicBoolean newsHere = new AtomicBoolean();
    private final AtomicBoolean newsForOthers = new AtomicBoolean();
    private volatile boolean loading = true;

    private final Window window;
    private final Frontier frontier;
    private final Polling polling;
    private final Feed feed;
    private final Tellers tellers;
    private List<Held> toDelete = List.of();
    private final Deque<Held> toBury = new ArrayDeque<>();
    private long deleteSince;
    private long purgedAt;

    Relay(
            OutboxSettings settings,
            Leases leases,
            Counters counters,
            BiConsumer<ChannelMessage, Claim> delivery,
            Runnable onDrained,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.leases = leases;
        this.counters = counters;
        this.delivery = delivery;
        this.onDrained = onDrained;
        this.nanoTime = nanoTime;
        this.window = new Window(settings.windowMessages(), settings.windowBytes(), counters);
        this.frontier = new Frontier(settings.overlap().toNanos(), FULL_SCAN_NANOS);
        this.polling = new Polling(
                settings.shortestPoll().toNanos(), settings.longestPoll().toNanos(), nanoTime.getAsLong());
        this.feed = isBlocking() ? new OneByOne(this::deliver, this::forget) : this::deliver;
        this.tellers = new Tellers(settings.listeners());
        this.purgedAt = nanoTime.getAsLong() - PURGE_NANOS;
    }

    private boolean isBlocking() {
        return settings.afterDeadLetter() == AfterDeadLetter.BLOCK_KEY;
    }

    /** There may be messages to load. For any thread. */
    void lookNow() {
        if (!newsHere.getAndSet(true)) {
            signal.give();
        }
    }

    /** There are messages for others to load. For any thread. */
    void tellOthers() {
        if (!newsForOthers.getAndSet(true)) {
            signal.give();
        }
    }

    /** Loads nothing any more. For any thread. */
    void stopLoading() {
        loading = false;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    /** One round; returns how many nanoseconds the next one can wait. */
    @Override
    public long turn(OutboxSession session) {
        bury(session);
        deleteAccepted(session);
        ended.pollLeft().forEach(this::leave);
        announce(session);
        load(session);
        purge(session);
        return rest();
    }

    /** Before the end: whatever has ended is told to the store. */
    @Override
    public void finish(OutboxSession session) {
        bury(session);
        delete(session, Long.MIN_VALUE);
    }

    private void bury(OutboxSession session) {
        toBury.addAll(ended.pollDead());
        for (Held next = toBury.peek(); next != null; next = toBury.peek()) {
            Death death = next.death();
            if (death != null && session.bury(next.stored, death)) {
                counters.hasBuried();
                log.warn("{} is a dead letter now: {}", next.stored.content(), death.explanation());
                tellers.deadLetter(next.stored, death);
            }
            toBury.remove();
            leave(next);
        }
    }

    private void deleteAccepted(OutboxSession session) {
        long now = nanoTime.getAsLong();
        if (ended.acceptedCount() == 0) {
            deleteSince = now;
        }
        delete(session, isBlocking() ? Long.MIN_VALUE : now);
    }

    /** Deletes what was accepted, if it is much or has waited long enough. */
    private void delete(OutboxSession session, long now) {
        while (!toDelete.isEmpty() || isDeleteDue(now)) {
            if (toDelete.isEmpty()) {
                toDelete = ended.pollAccepted();
                deleteSince = nanoTime.getAsLong();
            }
            // Kept until the store has confirmed it: a session that broke has perhaps deleted nothing.
            session.delete(toDelete.stream().map(Held::id).toList());
            counters.hasDeleted(toDelete.size());
            List<Held> deleted = toDelete;
            toDelete = List.of();
            for (Held message : deleted) {
                forget(message);
                feed.accepted(message);
            }
        }
    }

    private boolean isDeleteDue(long now) {
        int count = ended.acceptedCount();
        boolean waitedLongEnough = now == Long.MIN_VALUE || now - deleteSince >= DELETE_LINGER_NANOS;
        return count >= Ended.WORTH_A_DELETE || (count > 0 && waitedLongEnough);
    }

    private void leave(Held message) {
        forget(message);
        feed.stopped(message);
    }

    private void forget(Held message) {
        window.remove(message);
        if (message.lease().letGo()) {
            onDrained.run();
        }
    }

    private void announce(OutboxSession session) {
        if (newsForOthers.getAndSet(false)) {
            session.announce(OutboxSession.News.MESSAGES);
        }
    }

    private void load(OutboxSession session) {
        long now = nanoTime.getAsLong();
        if (newsHere.getAndSet(false)) {
            polling.hurry();
        }
        Leases.Loadable loadable = leases.loadable(now);
        if (loadable.anyNew()) {
            frontier.restart();
            polling.hurry();
        }
        if (!loading || polling.untilNext(now) > 0 || !window.isWorthFilling()) {
            return;
        }
        if (loadable.leases().isEmpty()) {
            polling.polled(false, false, now);
            return;
        }
        look(session, loadable.leases(), isBlocking() ? 0 : frontier.begin(now));
    }

    private void look(OutboxSession session, Map<Integer, Lease> owned, long after) {
        long begunAt = nanoTime.getAsLong();
        int limit = window.countAbove(after) + Math.max(1, window.room());
        OutboxSession.Loaded loaded = session.load(
                owned.keySet(), after, limit, window.freeBytes(), id -> !window.contains(id), isBlocking());
        List<StoredRecord> records = loaded.messages();
        long now = nanoTime.getAsLong();
        int late = 0;
        for (StoredRecord stored : records) {
            late += frontier.isLate(stored.id()) ? 1 : 0;
            hold(stored, owned.get(stored.content().partition()), now);
        }
        frontier.looked(begunAt, now, after, loaded.last(), loaded.cut());
        counters.hasLoaded(records.size(), late);
        polling.polled(!records.isEmpty(), loaded.cut(), now);
    }

    private void hold(StoredRecord stored, @Nullable Lease lease, long now) {
        if (lease != null && leases.hold(lease, now)) {
            Held message = new Held(stored, lease, ended, nanoTime);
            window.add(message);
            tellers.loaded(stored);
            feed.offer(message);
        }
    }

    private void deliver(Held message) {
        ChannelMessage content;
        try {
            content = message.stored.content().toMessage();
        } catch (RuntimeException e) {
            message.dies(Death.unreadable(e));
            return;
        }
        try {
            delivery.accept(content, message);
        } catch (RuntimeException e) {
            log.error("The delivery did not take {}; it comes again later", content, e);
            message.leave();
        }
    }

    private void purge(OutboxSession session) {
        long now = nanoTime.getAsLong();
        if (settings.retention() == null || now - purgedAt < PURGE_NANOS) {
            return;
        }
        purgedAt = now;
        int purged = session.purge(DeadLetterFilter.all().deadFor(settings.retention()));
        if (purged > 0) {
            log.info("{} dead letters were older than {} and have been deleted", purged, settings.retention());
        }
    }

    private long rest() {
        long now = nanoTime.getAsLong();
        long rest = LONGEST_REST_NANOS;
        if (loading && window.isWorthFilling()) {
            rest = Math.min(rest, polling.untilNext(now));
        }
        if (ended.acceptedCount() > 0) {
            rest = Math.min(rest, deleteSince + DELETE_LINGER_NANOS - now);
        }
        return rest;
    }
}
