package io.pushcast.outbox;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.MessageSink;
import io.pushcast.message.SendPermit;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.transaction.TransactionBuffer;
import io.pushcast.transaction.TransactionEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An {@link Outbox} at work: what its publisher needs of it. Applications have no use for it. Safe for use by several
 * threads.
 */
public final class OutboxSink implements MessageSink {

    private static final Logger log = LoggerFactory.getLogger(OutboxSink.class);

    /** Those of a relay that keep a connection: one relays, one keeps leases, one listens. */
    private static final int THREADS = 3;

    private static final Duration PAUSE = Duration.ofMillis(500);

    private final OutboxStore everything;
    private final Settings settings;
    private final LongSupplier nanoTime;
    private final RelayCounters counters;
    private final HeldLeases leases;
    private final StoredBeforeCommit beforeCommit;
    private final PauseState pauseState = new PauseState(this::lookNow);
    private final List<OutboxThread> threads = new ArrayList<>();
    private volatile @Nullable String name;
    private volatile @Nullable OutboxStore named;
    private volatile String app = "";
    private @Nullable LeaseKeeper keeper;
    private volatile @Nullable Relay relay;
    private volatile @Nullable InstanceNotifier instanceNotifier;
    private volatile @Nullable PendingFlushes flushes;
    private boolean started;
    private volatile boolean sharing = true;
    private volatile boolean closing;

    OutboxSink(OutboxStore store, Settings settings, LongSupplier nanoTime) {
        this.everything = store;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.counters = new RelayCounters(new CachedCounts(this::store, nanoTime));
        this.beforeCommit = new StoredBeforeCommit(this::store, counters, this::committed);
        this.leases = new HeldLeases(counters);
        counters.owned(() -> leases.valid(nanoTime.getAsLong()).size());
        counters.failing(this::failingFor);
        counters.paused(pauseState::isPaused);
        if (settings.name() != null) {
            give(settings.name());
        }
    }

    private void give(String outbox) {
        name = outbox;
        named = everything.named(outbox);
    }

    String name() {
        String given = name;
        if (given == null) {
            throw nameless();
        }
        return given;
    }

    /** Where this outbox's messages are. */
    OutboxStore store() {
        OutboxStore given = named;
        if (given == null) {
            throw nameless();
        }
        return given;
    }

    private static IllegalStateException nameless() {
        return new IllegalStateException(
                "This outbox has no name yet: give it one (Outbox.on(store).name(\"shop\")), or"
                        + " build a publisher with it first");
    }

    /** That of an outbox. */
    public static OutboxSink of(Outbox outbox) {
        return outbox.sink();
    }

    /**
     * Checks the store and begins to deliver.
     *
     * @param name the publisher's name, for threads
     * @param app the id of the app that messages are for
     * @param delivery takes each message that is to be delivered; its buffer has no limit, since the window here has one
     * @throws OutboxException if the store lacks something
     * @throws IllegalStateException if it was started before
     */
    public synchronized void start(String name, String app, BiConsumer<ChannelMessage, SendPermit> delivery) {
        if (started) {
            throw new IllegalStateException("This outbox serves a publisher already; build another for '" + name
                    + "' (on the same store, if you like)");
        }
        this.app = app;
        if (settings.name() == null) {
            give(app);
        }
        OutboxStore store = store();
        store.check();
        started = true;
        if (settings.relay()) {
            new PoolCheck(store, store.canAnnounce() ? THREADS : THREADS - 1).run();
            startRelay(name, store, Map.of(app, delivery));
        } else if (store.canAnnounce()) {
            InstanceNotifier only = new InstanceNotifier(new OutboxThread.WakeUpSignal());
            instanceNotifier = only;
            add("pushcast-outbox-" + name, store::open, only, PAUSE);
        }
        threads.forEach(OutboxThread::start);
        String role = settings.relay() ? "and delivers from it" : "and only stores: other instances deliver";
        log.info("The publisher '{}' has the outbox '{}' in {}, {}", name, name(), everything, role);
    }

    private void startRelay(
            String name, OutboxStore store, Map<String, BiConsumer<ChannelMessage, SendPermit>> deliveries) {
        Duration leaseTime = settings.leaseTime();
        LeaseKeeper leaseKeeper = new LeaseKeeper(
                UUID.randomUUID().toString(),
                leaseTime,
                leases,
                this::lookNow,
                pausedSince -> pauseState.seen(name(), pausedSince),
                nanoTime);
        leaseKeeper.share(sharing);
        Relay worker = new Relay(name(), settings, leases, counters, deliveries, leaseKeeper, pauseState, nanoTime);
        keeper = leaseKeeper;
        relay = worker;
        flushes = new PendingFlushes(
                name, store, settings.afterDeadLetter() == AfterDeadLetter.BLOCK_KEY, this::isDelivering);
        add("pushcast-outbox-" + name, store::open, worker, PAUSE);
        Duration answerWithin = LeaseKeeper.answerWithin(leaseTime);
        Duration soon = leaseTime.dividedBy(20);
        Duration pause = soon.compareTo(PAUSE) < 0 ? soon : PAUSE;
        add("pushcast-leases-" + name, () -> store.open(answerWithin), leaseKeeper, pause);
        if (store.canAnnounce()) {
            NotificationListener listening =
                    new NotificationListener(worker::lookNow, leaseKeeper.signal()::give, worker.probe());
            add("pushcast-listen-" + name, store::openListener, listening, PAUSE);
        }
    }

    private void add(String name, Supplier<OutboxSession> sessions, OutboxThread.Work work, Duration pause) {
        threads.add(new OutboxThread(name, sessions, work, pause, nanoTime));
    }

    private void lookNow() {
        Relay worker = relay;
        if (worker != null) {
            worker.lookNow();
        }
    }

    private void tellOthers() {
        Relay worker = relay;
        InstanceNotifier only = instanceNotifier;
        if (worker != null) {
            worker.tellOthers();
        } else if (only != null) {
            only.tellOthers();
        }
    }

    /**
     * Binds a message to the caller's transaction, with which it is stored right before the commit; outside a transaction, and
     * while one is being committed, it is stored at once. Also after {@link #close}, for others to deliver.
     *
     * @return a completed stage: the message will be delivered if the transaction commits. Its receipt says 0 attempts. If another
     *     thread has rolled the transaction back already, the stage has failed as {@link
     *     io.pushcast.message.DeliveryException.Reason#ROLLED_BACK ROLLED_BACK}
     * @throws OutboxException if it is not stored, so that the transaction must not commit, or can't be bound to the transaction
     */
    @Override
    public CompletionStage<Delivery> accept(ChannelMessage message) {
        OutboxRecord record = OutboxRecord.of(app, message, settings.headers().get());
        TransactionBuffer<OutboxRecord> transaction = TransactionBuffer.current(store().transactions(), beforeCommit);
        if (transaction == null) {
            store().insert(record, () -> committed(List.of(record)));
            counters.hasStored(1);
        } else {
            TransactionEnd ended = transaction.add(record);
            if (ended != null && ended != TransactionEnd.COMMITTED) {
                return CompletableFuture.failedFuture(StoredBeforeCommit.rolledBack(message));
            }
        }
        return CompletableFuture.completedFuture(
                Delivery.of(new Delivery.Receipt(message.id(), message.channels(), 0)));
    }

    private void committed(List<OutboxRecord> records) {
        long now = nanoTime.getAsLong();
        boolean byUs = false;
        boolean byOthers = false;
        for (OutboxRecord each : records) {
            boolean loadable = leases.isLoadable(each.partition(), now);
            byUs |= loadable;
            byOthers |= !loadable;
        }
        if (byUs) {
            lookNow();
        }
        if (byOthers) {
            tellOthers();
        }
    }

    void wake() {
        lookNow();
        tellOthers();
    }

    synchronized void relay(boolean wanted) {
        if (!hasRelay()) {
            throw new IllegalStateException("This outbox has no relay: it was built with relay(false)");
        }
        if (closing) {
            return;
        }
        sharing = wanted;
        LeaseKeeper leaseKeeper = keeper;
        if (leaseKeeper != null) {
            leaseKeeper.share(wanted);
        }
        endFlushes();
    }

    /** Pauses delivery in all instances, or lets it go on. */
    void pauseAll(boolean paused) {
        try (OutboxSession session = store().open()) {
            session.pause(paused);
            session.announce(OutboxSession.Announcement.LEASES);
        }
        counters.recount();
        LeaseKeeper leaseKeeper = leaseKeeper();
        if (leaseKeeper != null) {
            leaseKeeper.signal().give();
        }
    }

    private synchronized @Nullable LeaseKeeper leaseKeeper() {
        return keeper;
    }

    boolean hasRelay() {
        return settings.relay();
    }

    private boolean isDelivering() {
        return sharing && !closing;
    }

    /** If this instance delivers no more, nobody is to wait for that. */
    private void endFlushes() {
        PendingFlushes waiting = flushes;
        if (waiting != null && !isDelivering()) {
            waiting.lookNow();
        }
    }

    /**
     * Completes when what is committed now has been delivered, or is a dead letter, whichever instance it was that did it;
     * at once if this one does not deliver, and soon if it stops to. Exceptionally with an {@link OutboxException} if the
     * store can't be asked.
     */
    public CompletionStage<Void> flush() {
        PendingFlushes waiting = flushes;
        if (waiting == null || !isDelivering()) {
            return CompletableFuture.completedFuture(null);
        }
        Relay worker = relay;
        if (worker != null) {
            worker.flushBegins();
        }
        wake();
        return waiting.flush().whenComplete((gone, failure) -> {
            if (worker != null) {
                worker.flushEnds();
            }
            counters.recount();
        });
    }

    OutboxStatus status() {
        return counters;
    }

    private synchronized Duration failingFor() {
        return threads.stream()
                .map(OutboxThread::failingFor)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /**
     * How long nothing more should be sent, since the store does not take note of what was accepted: all of it would be sent
     * again by another instance.
     */
    public Duration pause() {
        Relay worker = relay;
        return worker == null ? Duration.ZERO : worker.pause();
    }

    /**
     * Loads nothing any more, and lets others take over what nothing is under way of. To be called before the delivery is
     * closed.
     */
    public synchronized void drain() {
        closing = true;
        Relay worker = relay;
        LeaseKeeper leaseKeeper = keeper;
        if (worker != null && leaseKeeper != null) {
            worker.stopLoading();
            leaseKeeper.share(false);
        }
        endFlushes();
    }

    /**
     * Deletes what was accepted, gives the leases back and frees threads and connections. To be called after the delivery
     * was closed.
     *
     * @param timeout how long to wait for that; the rest is done without anybody waiting. One of its own threads does not
     *     wait
     */
    public void close(Duration timeout) {
        List<OutboxThread> ending = takeThreads();
        ending.forEach(OutboxThread::stop);
        if (ending.stream().anyMatch(OutboxThread::isCurrent)) {
            return;
        }
        long start = System.nanoTime();
        ending.forEach(thread -> thread.await(timeout.minusNanos(System.nanoTime() - start)));
        PendingFlushes waiting = flushes;
        if (waiting != null) {
            waiting.await(timeout.minusNanos(System.nanoTime() - start));
        }
    }

    private synchronized List<OutboxThread> takeThreads() {
        List<OutboxThread> taken = List.copyOf(threads);
        threads.clear();
        return taken;
    }

    /** What {@link Outbox.Builder} was told. */
    record Settings(
            @Nullable String name,
            boolean relay,
            Duration leaseTime,
            Duration shortestPoll,
            Duration longestPoll,
            Duration overlap,
            int windowMessages,
            long windowBytes,
            AfterDeadLetter afterDeadLetter,
            @Nullable Duration retention,
            Supplier<Map<String, String>> headers,
            List<OutboxListener> listeners) {}
}
