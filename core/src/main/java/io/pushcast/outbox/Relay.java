package io.pushcast.outbox;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.SendPermit;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxSession.LoadRequest;
import io.pushcast.outbox.store.OutboxSession.LoadResult;
import io.pushcast.outbox.store.StoredRecord;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    private static final long FULL_SCAN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PURGE_NANOS = TimeUnit.HOURS.toNanos(1);
    /** How often to ask again whether the outbox is still paused. */
    private static final Duration PAUSED = Duration.ofMillis(100);

    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final OutboxSink.Settings settings;
    private final HeldLeases leases;
    private final RelayCounters counters;
    private final Map<String, BiConsumer<ChannelMessage, SendPermit>> deliveries;
    private final LeaseKeeper keeper;
    private final LongSupplier nanoTime;

    /** Shared with all threads. */
    private final OutboxThread.WakeUpSignal signal = new OutboxThread.WakeUpSignal();

    private final CompletedMessages completed;
    private final InstanceNotifier instanceNotifier = new InstanceNotifier(signal);
    private final AtomicBoolean newsHere = new AtomicBoolean();
    private final AtomicInteger flushes = new AtomicInteger();
    private volatile boolean loading = true;

    private final LoadedMessages loadedMessages;
    private final ScanPosition scanPosition;
    private final PollingInterval polling;
    private final PacedOrder deliveryOrder;
    private final OutboxListeners listeners;
    private final BatchDeleter batchDeleter;
    private final DeadLetterWriter deadLetterWriter;
    private final CrowdedKeys crowdedKeys = new CrowdedKeys();
    private final UnknownApps unknownApps;
    private final RetriedMessages retriedMessages;
    private final PresenceCheck presenceCheck;
    private final PauseState pauseState;
    private long purgedAt;

    /**
     * A relay of one outbox.
     *
     * @param outbox its name
     * @param deliveries what takes the messages for each app that this instance knows
     */
    Relay(
            String outbox,
            OutboxSink.Settings settings,
            HeldLeases leases,
            RelayCounters counters,
            Map<String, BiConsumer<ChannelMessage, SendPermit>> deliveries,
            LeaseKeeper keeper,
            PauseState pauseState,
            LongSupplier nanoTime) {
        this.pauseState = pauseState;
        this.settings = settings;
        this.leases = leases;
        this.counters = counters;
        this.deliveries = deliveries;
        this.keeper = keeper;
        this.nanoTime = nanoTime;
        this.completed = new CompletedMessages(signal, nanoTime);
        this.loadedMessages = new LoadedMessages(settings.windowMessages(), settings.windowBytes(), counters);
        this.scanPosition = new ScanPosition(settings.overlap().toNanos(), FULL_SCAN_NANOS);
        this.polling = new PollingInterval(
                settings.shortestPoll().toNanos(), settings.longestPoll().toNanos(), nanoTime.getAsLong());
        this.deliveryOrder = new PacedOrder(
                isBlocking() ? new OneAtATimePerKey(this::deliver, this::forget) : this::deliver,
                this::deliver,
                isBlocking() ? this::forget : null,
                nanoTime);
        this.listeners = new OutboxListeners(settings.listeners());
        this.batchDeleter = new BatchDeleter(completed, counters, nanoTime, isBlocking(), this::deleted);
        this.deadLetterWriter = new DeadLetterWriter(completed, counters, listeners, nanoTime, this::leave);
        this.retriedMessages = new RetriedMessages(signal, nanoTime);
        this.presenceCheck = new PresenceCheck(loadedMessages, nanoTime);
        this.unknownApps = new UnknownApps(outbox, deliveries.keySet());
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
        instanceNotifier.tellOthers();
    }

    /** Lets somebody find out whether announcements come through. For any thread. */
    NotificationListener.Probe probe() {
        return NotificationListener.Probe.of(instanceNotifier::probe, instanceNotifier::isProbeSent);
    }

    /** How long nothing more should be sent. For any thread. */
    Duration pause() {
        return pauseState.isPaused() ? PAUSED : completed.pause();
    }

    /** Loads nothing any more. For any thread. */
    void stopLoading() {
        loading = false;
        signal.give();
    }

    /** Holds nothing at its pace any more, until it is told that the flush has ended. For any thread. */
    void flushBegins() {
        flushes.incrementAndGet();
        signal.give();
    }

    /** One flush has ended. For any thread. */
    void flushEnds() {
        flushes.decrementAndGet();
    }

    @Override
    public OutboxThread.WakeUpSignal signal() {
        return signal;
    }

    /** Perhaps of another database than before, after a failover, with other messages under ids that were seen. */
    @Override
    public void begin(OutboxSession session) {
        scanPosition.restart();
    }

    /** One round; returns how many nanoseconds the next one can wait. */
    @Override
    public long turn(OutboxSession session) {
        // First, since the store may fail.
        letGoOn();
        batchDeleter.run(session);
        completed.pollLeft().forEach(this::leave);
        instanceNotifier.turn(session);
        presenceCheck.run(session);
        load(session);
        retriedMessages.run(session);
        letGoOn();
        purge(session);
        // Last, since it may fail for one message again and again.
        deadLetterWriter.run(session);
        return rest();
    }

    /** Before the end: whatever has ended is told to the store. */
    @Override
    public void finish(OutboxSession session) {
        batchDeleter.finish(session);
        keeper.allIsDeleted();
        instanceNotifier.finish(session);
        deadLetterWriter.finish(session);
    }

    private void deleted(LoadedMessage message) {
        retriedMessages.forget(message, true);
        forget(message);
        deliveryOrder.accepted(message);
    }

    private void leave(LoadedMessage message) {
        forget(message);
        deliveryOrder.stopped(message);
    }

    private void forget(LoadedMessage message) {
        loadedMessages.remove(message);
        retriedMessages.forget(message, false);
        if (message.lease().letGo()) {
            keeper.signal().give();
        }
    }

    private void load(OutboxSession session) {
        long now = nanoTime.getAsLong();
        if (newsHere.getAndSet(false)) {
            polling.hurry();
        }
        HeldLeases.Loadable loadable = leases.loadable(now);
        Map<Integer, Lease> owned = loadable.leases();
        crowdedKeys.retain(owned);
        if (loadable.anyNew()) {
            scanPosition.restart();
            polling.hurry();
        }
        if (!isLoading()) {
            return;
        }
        loadMoreOfCrowdedKeys(session, owned);
        if (polling.untilNext(now) > 0 || !loadedMessages.isWorthFilling()) {
            return;
        }
        if (owned.isEmpty()) {
            polling.polled(false, false, 0, now);
            return;
        }
        look(session, owned, isBlocking() ? 0 : scanPosition.begin(now));
        unknownApps.complain(session, nanoTime.getAsLong());
    }

    private boolean isLoading() {
        return loading && !pauseState.isPaused();
    }

    private void look(OutboxSession session, Map<Integer, Lease> owned, long after) {
        long begunAt = nanoTime.getAsLong();
        int limit = loadedMessages.countAbove(after, owned.keySet()) + Math.max(1, loadedMessages.room());
        LoadRequest request = LoadRequest.of(owned.keySet(), after, limit, loadedMessages.freeBytes(), isBlocking())
                .without(crowdedKeys.hashes(), unknownApps.found());
        LoadSelection selection = new LoadSelection(loadedMessages, owned, crowdedKeys, unknownApps, begunAt);
        LoadResult loaded = session.load(request, selection);
        crowdedKeys.cutAt(selection.crowdedHere(), loaded.last());
        List<StoredRecord> records = loaded.messages();
        long now = nanoTime.getAsLong();
        int late = 0;
        for (StoredRecord stored : records) {
            late += isLate(stored.id()) ? 1 : 0;
        }
        holdAll(records, owned, now);
        scanPosition.looked(begunAt, now, after, loaded.last(), loaded.cut());
        counters.hasLoaded(records.size(), late);
        polling.polled(!records.isEmpty(), loaded.cut(), now - begunAt, now);
    }

    /** What is due at its pace, or is wanted by others, or fills the window. */
    private void letGoOn() {
        if (flushes.get() > 0 || !loading || loadedMessages.room() == 0) {
            deliveryOrder.releaseAll();
        } else {
            deliveryOrder.release();
        }
    }

    private void loadMoreOfCrowdedKeys(OutboxSession session, Map<Integer, Lease> owned) {
        for (CrowdedKeys.Crowd crowd : crowdedKeys.thin(loadedMessages)) {
            long begunAt = nanoTime.getAsLong();
            int held = loadedMessages.countOfKey(crowd.keyHash());
            int most = loadedMessages.shareBeside(crowdedKeys.size() - 1) - held;
            long after = crowd.after(begunAt);
            if (loadedMessages.room() == 0) {
                return;
            }
            LoadRequest request = LoadRequest.of(
                            Set.of(crowd.lease().partition()),
                            after,
                            Math.max(1, most) + (after == 0 ? held : 0),
                            loadedMessages.freeBytes(),
                            isBlocking())
                    .ofKey(crowd.keyHash())
                    .without(Set.of(), unknownApps.found());
            LoadResult loaded = session.load(
                    request, found -> !loadedMessages.contains(found.id()) && !unknownApps.test(found.app()));
            long now = nanoTime.getAsLong();
            holdAll(loaded.messages(), owned, now);
            counters.hasLoaded(loaded.messages().size(), 0);
            crowdedKeys.looked(crowd, begunAt, now, after, loaded.last(), loaded.cut());
        }
    }

    private void holdAll(List<StoredRecord> records, Map<Integer, Lease> owned, long now) {
        Set<Integer> passed = new HashSet<>();
        for (StoredRecord stored : records) {
            int partition = stored.content().partition();
            // Once one is passed by, so are those behind it: the lease may be good again by then, and they would
            // overtake it.
            if (passed.contains(partition) || !hold(stored, owned.get(partition), now)) {
                passed.add(partition);
            }
        }
    }

    /** What was a dead letter, or was behind one that blocked its key, was committed long ago. */
    private boolean isLate(long id) {
        return scanPosition.isLate(id) && !isBlocking() && !deadLetterWriter.hasBuried(id);
    }

    private boolean hold(StoredRecord stored, @Nullable Lease lease, long now) {
        if (lease == null || !leases.hold(lease, now)) {
            return false;
        }
        LoadedMessage message = new LoadedMessage(stored, lease, completed, retriedMessages, nanoTime);
        loadedMessages.add(message);
        deliveryOrder.offer(message);
        return true;
    }

    private void deliver(LoadedMessage message) {
        ChannelMessage content;
        try {
            content = message.stored.content().toMessage();
        } catch (RuntimeException e) {
            message.isUnreadable(e);
            return;
        }
        // Only now: one that waits for others of its key may be loaded anew before it is delivered, or never be.
        listeners.loaded(message.stored);
        try {
            BiConsumer<ChannelMessage, SendPermit> delivery =
                    deliveries.get(message.stored.content().app());
            if (delivery == null) {
                throw new IllegalStateException("No delivery for the app of " + content);
            }
            delivery.accept(content, message);
        } catch (Throwable e) {
            // An Error too: it would be held for ever, and its partition with it.
            log.error("The delivery did not take {}; it comes again later", content, e);
            message.leave();
        }
    }

    private void purge(OutboxSession session) {
        long now = nanoTime.getAsLong();
        if (now - purgedAt < PURGE_NANOS) {
            return;
        }
        purgedAt = now;
        session.forgetRetriesOfGone();
        if (settings.retention() == null) {
            return;
        }
        int purged = session.purge(DeadLetterFilter.all().deadFor(settings.retention()));
        if (purged > 0) {
            log.info("{} dead letters were older than {} and have been deleted", purged, settings.retention());
        }
    }

    private long rest() {
        long now = nanoTime.getAsLong();
        long rest = LONGEST_REST_NANOS;
        if (isLoading() && loadedMessages.isWorthFilling()) {
            rest = Math.min(rest, polling.untilNext(now));
        }
        rest = Math.min(rest, Math.min(retriedMessages.untilDue(now), presenceCheck.untilDue(now)));
        rest = Math.min(rest, deliveryOrder.untilNext());
        return Math.min(rest, Math.min(batchDeleter.untilDue(now), deadLetterWriter.untilDue(now)));
    }

    /** Says when a loaded message goes on to the delivery. Used by the relay's thread only. */
    interface DeliveryOrder {

        /** A message was loaded, after all older ones of its key. */
        void offer(LoadedMessage message);

        /** It was accepted. */
        default void accepted(LoadedMessage message) {}

        /** It is a dead letter now, or is left to others: so are those that waited for it. */
        default void stopped(LoadedMessage message) {}
    }
}
