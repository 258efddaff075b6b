package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.message.MessageSink;
import io.pushcast.resilience.RetrySchedule;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers messages through one {@link Transport}: in batches, in order within a key, from a bounded buffer, again and
 * again until they are accepted, refused for good, or past their deadline. Safe for use by several threads.
 *
 * <p>Every change of state is short and happens under one lock; requests are made, and the application is called, outside
 * of it. Requests are made by whoever finds one due, the worker that watches the time or the thread on which another
 * request ended, but by one thread at a time.
 */
public final class DeliveryEngine implements MessageSink {

    private static final Logger log = LoggerFactory.getLogger(DeliveryEngine.class);

    /** How long nothing is sent if the transport fails to say whether anything may be. */
    private static final Duration PAUSE_UNKNOWN = Duration.ofMillis(100);

    private final Transport transport;
    private final DeliveryListener listener;
    private final LongSupplier nanoTime;
    private final CallbackDispatcher callbacks;
    private final DeliveryThread worker;
    private final Predicate<PendingDelivery> withdraw = this::withdraw;

    private final SerialRunner dispatches = new SerialRunner();

    /** How many threads are busy with the end of a request, and will dispatch after it: no need to wake the worker. */
    private final AtomicInteger dispatchesComing = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    private final KeyedQueue backlog = new KeyedQueue();
    private final RetryQueue backoff = new RetryQueue(backlog);
    private final BufferSpace space;
    private final OutcomeRecorder endings;
    private final ExpiryQueue expiry;
    private final AdmissionControl intake;
    private final RequestScheduler departures;
    private final OutcomeHandler settlement;

    /**
     * An engine; it delivers once it is {@linkplain #start started}.
     *
     * @param name names the worker thread
     * @param transport what sends; left open when the engine is closed
     * @param retries says when a request is sent again
     * @param settings its buffer, batches and deadlines
     * @param limits what the server takes at most
     * @param listener is told of every message and request; must not throw
     * @param callbacks runs the listener, and completes what {@link #accept} and {@link #flush} returned, one at a time; null
     *     for a thread of the engine's own
     * @param nanoTime the time, in nanoseconds from any origin, never going back
     */
    public DeliveryEngine(
            String name,
            Transport transport,
            RetrySchedule retries,
            DeliverySettings settings,
            Limits limits,
            DeliveryListener listener,
            @Nullable Executor callbacks,
            LongSupplier nanoTime) {
        this.transport = transport;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.callbacks = new CallbackDispatcher(name, callbacks);
        this.worker = new DeliveryThread("pushcast-delivery-" + name, lock, this::dispatch, this::untilNextTurn);
        this.space = new BufferSpace(settings.bufferBytes(), settings.bufferMessages());
        this.endings = new OutcomeRecorder(backlog, space, listener, this.callbacks);
        this.expiry = new ExpiryQueue(backlog, backoff, endings);
        this.intake = new AdmissionControl(
                backlog, space, endings, expiry, settings, limits, lock, nanoTime, worker::wakeIfEarlier);
        this.departures =
                new RequestScheduler(backlog, backoff, space, endings, retries, limits, settings, nanoTime.getAsLong());
        this.settlement = new OutcomeHandler(backlog, backoff, expiry, endings, nanoTime);
    }

    /** Starts the worker thread. Messages accepted earlier have waited for it. */
    public void start() {
        worker.start();
    }

    /**
     * Takes a message over. Waits if the buffer is full and the {@link OverflowPolicy} says so; never waits for a request.
     *
     * @return completes, on the callback executor, when the message has its outcome. Cancelling it takes the message back,
     *     if it was not sent yet
     */
    @Override
    public CompletionStage<Delivery> accept(ChannelMessage message) {
        return accept(message, new PendingDelivery(message, withdraw));
    }

    /**
     * As {@link #accept(ChannelMessage)}, but the message is sent only as long as a claim holds, and the claim's owner is
     * told of its end first. What {@link #close} gives up ends as {@link Reason#LEFT_IN_OUTBOX}.
     */
    public CompletionStage<Delivery> accept(ChannelMessage message, SendPermit claim) {
        return accept(message, new PendingDelivery(message, withdraw, claim));
    }

    private CompletionStage<Delivery> accept(ChannelMessage message, PendingDelivery pending) {
        listener.onPublished(message);
        lock.lock();
        try {
            intake.admit(pending);
        } finally {
            unlock();
        }
        return pending;
    }

    /**
     * Sends what waits without lingering.
     *
     * @return completes, on the callback executor, when everything accepted before has its outcome
     */
    public CompletableFuture<Void> flush() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        flush(() -> done.complete(null));
        return done;
    }

    /** As {@link #flush()}, but calls back. */
    public void flush(Runnable done) {
        lock.lock();
        try {
            long last = intake.lastSequence();
            departures.hurry(last);
            endings.flush(last, done);
        } finally {
            unlock();
        }
    }

    /**
     * Takes nothing any more, waits until all has its outcome and the application was told of it, and fails as {@code
     * CLOSED} what has none by then. If it is called several times, the first to give up does so for all. What a callback
     * executor of the application's has not begun to tell by then, a thread of our own tells.
     *
     * @param timeout how long to wait at most
     */
    public void close(Duration timeout) {
        close(timeout, Duration.ofNanos(Long.MAX_VALUE));
    }

    /**
     * As {@link #close(Duration)}, for messages that are kept elsewhere: there is no sense in waiting for what can't be sent
     * now.
     *
     * @param longestIdle gives up early if the server has taken nothing for so long, no request is under way, and none is
     *     due
     */
    public void close(Duration timeout, Duration longestIdle) {
        long nanos = NanoDurations.of(timeout);
        long start = System.nanoTime();
        lock.lock();
        try {
            intake.shut();
            departures.hurryAll();
            worker.wake();
            awaitDrained(nanos, NanoDurations.of(longestIdle));
            for (QueuedMessage entry : backlog.unfinished()) {
                abandon(entry);
            }
            backoff.prune();
        } finally {
            unlock();
        }
        worker.stop();
        callbacks.close(Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - start))));
    }

    private void awaitDrained(long nanos, long longestIdleNanos) {
        long start = System.nanoTime();
        long idleSince = start;
        long served = endings.served();
        try {
            while (!backlog.isEmpty()) {
                long now = System.nanoTime();
                idleSince = endings.served() == served && isIdle() ? idleSince : now;
                served = endings.served();
                long left = Math.min(nanos - (now - start), longestIdleNanos - (now - idleSince));
                if (left <= 0) {
                    return;
                }
                // Nothing signals that the server takes no more: that takes several looks.
                drained.awaitNanos(Math.min(left, longestIdleNanos / 10 + 1));
            }
        } catch (InterruptedException e) {
            // Whoever interrupts a closing thread wants it to end: what is left fails now.
            Thread.currentThread().interrupt();
        }
    }

    /** Whether no request is under way, and none is due. */
    private boolean isIdle() {
        return departures.inFlight() == 0 && departures.untilNext(nanoTime.getAsLong()) > 0;
    }

    private void abandon(QueuedMessage entry) {
        if (entry.state == QueuedMessage.State.QUEUED) {
            backlog.removeQueued(entry);
        } else if (entry.state == QueuedMessage.State.SENT) {
            entry.pending.isUnanswered();
        }
        endings.failed(entry, entry.pending.reasonAtClose(), "was not accepted before close gave up");
    }

    /** The messages, or parts of one, that have no outcome yet. */
    public int bufferedMessages() {
        return look(space::messages);
    }

    /** What these messages take of the buffer, in bytes. */
    public long bufferedBytes() {
        return look(space::bytes);
    }

    /** How long the oldest of these messages has waited since it was published; zero if there is none. */
    public Duration oldestAge() {
        QueuedMessage oldest = look(backlog::oldest);
        return oldest == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - oldest.arrivedAt);
    }

    /** The requests under way. */
    public int inFlight() {
        return look(departures::inFlight);
    }

    /** Whether the thread that asks is making a callback, for which {@link #close} may be waiting. */
    public boolean isCallingBack() {
        return callbacks.isCalling(Thread.currentThread());
    }

    /** The callers that wait for room in the buffer. */
    int waitingForRoom() {
        return look(space::waiting);
    }

    /** Whether nothing of any message or key is left behind. */
    boolean isAtRest() {
        return look(() -> departures.inFlight() == 0 && backlog.isAtRest() && backoff.untilNext(0) == Long.MAX_VALUE);
    }

    private <T extends @Nullable Object> T look(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    private boolean withdraw(PendingDelivery pending) {
        lock.lock();
        try {
            return intake.withdraw(pending);
        } finally {
            unlock();
        }
    }

    /** Makes all requests that are due, unless another thread is at it: then that one looks again. */
    void dispatch() {
        if (!dispatches.want()) {
            callbacks.run();
            return;
        }
        try {
            // If it throws, what is due is found again at the worker's next turn.
            dispatches.make(this::sendAllDue);
        } finally {
            lock.lock();
            try {
                worker.wakeIfEarlier();
            } finally {
                lock.unlock();
            }
            // Only now: an executor of the application's may run them right here, and others need not wait for that.
            callbacks.run();
        }
    }

    private void sendAllDue() {
        for (Batch batch = nextBatch(); batch != null; batch = nextBatch()) {
            send(batch);
        }
    }

    private @Nullable Batch nextBatch() {
        Duration pause = pause();
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            expiry.sweep(now);
            return departures.next(now, pause);
        } finally {
            unlockWithoutWaking();
        }
    }

    private Duration pause() {
        try {
            return Objects.requireNonNull(transport.pause(), "the transport's pause");
        } catch (Throwable t) {
            // An Error too, such as from class paths that do not fit: or it would come again and again without a pause.
            log.error("The transport does not say whether anything may be sent", t);
            return PAUSE_UNKNOWN;
        }
    }

    /** Nanoseconds until there may be something to do; {@link Long#MAX_VALUE} if only an event can bring it. */
    long untilNextTurn() {
        if (dispatches.areWanted() || dispatchesComing.get() > 0) {
            // Whoever dispatches sees all there is, and asks again when it is done.
            return Long.MAX_VALUE;
        }
        long now = nanoTime.getAsLong();
        return Math.min(Math.min(expiry.untilNext(now), departures.untilNext(now)), space.untilRelief(now));
    }

    private void send(Batch batch) {
        CompletionStage<Outcome> sent;
        try {
            sent = Objects.requireNonNull(transport.send(batch.sent), "the transport's stage");
        } catch (Throwable t) {
            // An Error too: its messages would otherwise never get an outcome, and hold their keys for ever.
            log.error("The transport threw instead of answering with an outcome", t);
            Outcome lost = Outcome.unknown(t);
            settle(batch, lost, OutcomeHandler.delay(batch, lost));
            return;
        }
        sent.whenComplete((outcome, failure) -> {
            Outcome known = outcome == null ? Outcome.unknown(failure) : outcome;
            Optional<Duration> delay = OutcomeHandler.delay(batch, known);
            dispatchesComing.incrementAndGet();
            try {
                settle(batch, known, delay);
            } catch (Throwable t) {
                log.error("A request ended and could not be settled", t);
            } finally {
                dispatchesComing.decrementAndGet();
                dispatch();
            }
        });
    }

    private void settle(Batch batch, Outcome outcome, Optional<Duration> delay) {
        lock.lock();
        try {
            departures.ended();
            settlement.settle(batch, outcome, delay);
        } finally {
            unlockWithoutWaking();
        }
    }

    private void unlock() {
        unlock(true);
        callbacks.run();
    }

    /** For those who look themselves whether something is due, and let the callbacks run after that. */
    private void unlockWithoutWaking() {
        unlock(false);
    }

    private void unlock(boolean wake) {
        try {
            if (!intake.isShut()) {
                intake.admitWaiting();
            } else if (backlog.isEmpty()) {
                drained.signalAll();
            }
            if (wake) {
                worker.wakeIfEarlier();
            }
        } finally {
            lock.unlock();
        }
    }
}
