package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.message.MessageSink;
import io.pushcast.message.SendPermit;
import io.pushcast.resilience.RetrySchedule;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Delivers messages through one {@link Transport}: in batches, in order within a key, from a bounded buffer, again and
 * again until they are accepted, refused for good, or past their deadline. Safe for use by several threads.
 *
 * <p>Threads enter in five places, and nowhere else:
 *
 * <ol>
 *   <li>{@link #accept}: a caller publishes a message, and may wait for room in the buffer.
 *   <li>{@link Delivery}'s stage is cancelled: a caller takes a message back that was not sent yet.
 *   <li>{@link #flush} and {@link #close}: a caller waits for the end of what was published.
 *   <li>The delivery thread takes a turn: time has come to send, to send again, or to let a message expire.
 *   <li>A request ends, on a thread of the transport: its outcome decides what becomes of its messages.
 * </ol>
 *
 * <p>Every change of state is short and happens under one lock; requests are made, and the application is called, outside
 * of it. Each entrance changes the state, then lets {@link RequestDispatcher} send what is due and {@link
 * CallbackDispatcher} tell the application what has happened.
 */
public final class DeliveryEngine implements MessageSink {

    private final DeliveryListener listener;
    private final LongSupplier nanoTime;
    private final CallbackDispatcher callbacks;
    private final DeliveryThread worker;
    private final Predicate<PendingDelivery> withdraw = this::withdraw;

    private final ReentrantLock lock = new BriefLock();
    private final Condition drained = lock.newCondition();
    private final KeyedQueue queue;
    private final RetryQueue retryQueue;
    private final BufferSpace space;
    private final OutcomeRecorder recorder;
    private final MessageExpiry expiry;
    private final AdmissionControl admission;
    private final RequestScheduler scheduler;
    private final RequestDispatcher dispatcher;

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
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.callbacks = new CallbackDispatcher(name, callbacks, nanoTime);
        this.worker = new DeliveryThread("pushcast-delivery-" + name, lock, this::dispatch, this::untilNextTurn);
        StateUpdatesIndex index = new StateUpdatesIndex();
        this.queue = new KeyedQueue(settings.overflowPolicy() == OverflowPolicy.LATEST_PER_KEY ? index : null);
        this.retryQueue = new RetryQueue(queue);
        this.space = new BufferSpace(settings.bufferBytes(), settings.bufferMessages());
        this.recorder = new OutcomeRecorder(queue, space, listener, this.callbacks);
        this.expiry = new MessageExpiry(queue, retryQueue, recorder);
        this.admission = new AdmissionControl(
                queue, index, space, recorder, settings, limits, lock, nanoTime, worker::wakeIfEarlier);
        this.scheduler = new RequestScheduler(
                queue, retryQueue, space, recorder, retries, limits, settings, nanoTime.getAsLong());
        this.dispatcher = new RequestDispatcher(
                transport,
                scheduler,
                new OutcomeHandler(queue, retryQueue, expiry, recorder, retries, nanoTime),
                expiry,
                this.callbacks,
                lock,
                this::unlockWithoutWaking,
                worker::wakeIfEarlier,
                nanoTime);
    }

    /** Starts the worker thread. Messages accepted earlier have waited for it. */
    public void start() {
        worker.start();
    }

    /**
     * Takes a message over. Waits if the buffer is full and the {@link OverflowPolicy} says so; never waits for a request.
     *
     * @return completes, on the callback executor, when the message has its outcome. Cancelling it takes the message back,
     *     if it was not sent yet. A callback that waits for it gets an {@link IllegalStateException} at once
     */
    @Override
    public CompletionStage<Delivery> accept(ChannelMessage message) {
        return accept(message, new PendingDelivery(message, withdraw, callbacks));
    }

    /**
     * As {@link #accept(ChannelMessage)}, but the message is sent only as long as a permit holds, and the permit's owner is
     * told of its end first. What {@link #close} gives up ends as {@link Reason#LEFT_IN_OUTBOX}.
     */
    public CompletionStage<Delivery> accept(ChannelMessage message, SendPermit permit) {
        return accept(message, new PendingDelivery.Permitted(message, withdraw, permit, callbacks));
    }

    private CompletionStage<Delivery> accept(ChannelMessage message, PendingDelivery pending) {
        listener.onPublished(message);
        admit(pending);
        return pending;
    }

    /**
     * What {@code publish} returns for a message that waits before the buffer, of which listeners are told now.
     *
     * @param withdraw takes it back while it waits there, and says whether it did
     */
    PendingDelivery announce(ChannelMessage message, Predicate<PendingDelivery> withdraw) {
        PendingDelivery pending =
                new PendingDelivery(message, each -> withdraw.test(each) || withdraw(each), callbacks);
        listener.onPublished(message);
        return pending;
    }

    /** Takes a message over that was {@linkplain #announce announced}, as {@link #accept} does. */
    void admit(PendingDelivery pending) {
        lock.lock();
        try {
            SendPermit permit = pending.permit();
            if (permit != null && permit.isSuperseded()) {
                recorder.refused(pending, Reason.SUPERSEDED, PacedSink.SUPERSEDED);
            } else {
                admission.admit(pending);
            }
        } finally {
            unlock();
        }
    }

    /** A message that was {@linkplain #announce announced} never comes. */
    void refuse(PendingDelivery pending, Reason reason, String what) {
        lock.lock();
        try {
            recorder.refused(pending, reason, what);
        } finally {
            unlock();
        }
    }

    /** A message that was {@linkplain #announce announced} was taken back by the application. */
    void takenBack(PendingDelivery pending) {
        lock.lock();
        try {
            recorder.withdrawn(pending);
        } finally {
            unlock();
        }
    }

    /**
     * Sends what waits without lingering.
     *
     * @return completes, on the callback executor, when everything accepted before has its outcome. A callback that waits for
     *     it gets an {@link IllegalStateException} at once
     */
    public CompletableFuture<Void> flush() {
        CompletableFuture<Void> done = new DeliveryFuture<>(callbacks);
        flush(() -> done.complete(null));
        return done;
    }

    /** As {@link #flush()}, but calls back. */
    public void flush(Runnable done) {
        lock.lock();
        try {
            long last = admission.lastSequence();
            scheduler.stopLingering(last);
            recorder.flush(last, done);
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
            admission.close();
            scheduler.stopAllLingering();
            worker.wake();
            awaitDrained(nanos, NanoDurations.of(longestIdle));
            for (QueuedMessage entry : queue.unfinished()) {
                abandon(entry);
            }
        } finally {
            unlock();
        }
        worker.stop();
        callbacks.close(Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - start))));
        if (!callbacks.isCalling(Thread.currentThread())) {
            worker.awaitEnd();
        }
    }

    private void awaitDrained(long nanos, long longestIdleNanos) {
        long start = System.nanoTime();
        long idleSince = start;
        long served = recorder.served();
        try {
            while (!queue.isEmpty()) {
                long now = System.nanoTime();
                idleSince = recorder.served() == served && isIdle() ? idleSince : now;
                served = recorder.served();
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
        return scheduler.inFlight() == 0 && scheduler.untilNext(nanoTime.getAsLong()) > 0;
    }

    private void abandon(QueuedMessage entry) {
        QueuedMessage.State before = entry.state;
        if (before == QueuedMessage.State.QUEUED) {
            queue.removeQueued(entry);
        } else if (before == QueuedMessage.State.SENT) {
            entry.pending.isUnanswered();
        }
        recorder.failed(entry, entry.pending.reasonAtClose(), "was not accepted before close gave up");
        if (before == QueuedMessage.State.AWAITING_RETRY) {
            retryQueue.remove(entry);
        }
    }

    /** The messages, or parts of one, that have no outcome yet. */
    public int bufferedMessages() {
        return locked(space::messages);
    }

    /** What these messages take of the buffer, in bytes. */
    public long bufferedBytes() {
        return locked(space::bytes);
    }

    /** How long the oldest of these messages has waited since it was published; zero if there is none. */
    public Duration oldestAge() {
        QueuedMessage oldest = locked(queue::oldest);
        return oldest == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - oldest.arrivedAt);
    }

    /** The requests under way. */
    public int inFlight() {
        return locked(scheduler::inFlight);
    }

    /** Whether the thread that asks is making a callback, for which {@link #close} may be waiting. */
    public boolean isCallingBack() {
        return callbacks.isCalling(Thread.currentThread());
    }

    /**
     * Whether the thread that asks is making a callback, and is needed to deliver: the callback executor runs what it is given
     * in the thread that gives it. Then nothing is delivered before it returns.
     */
    public boolean isCallingBackOnDeliveryThread() {
        return callbacks.isCallingOnDeliveryThread(Thread.currentThread());
    }

    /** The callers that wait for room in the buffer. */
    int waitingForRoom() {
        return locked(space::waiting);
    }

    /** Whether nothing of any message or key is left behind. */
    boolean isAtRest() {
        return locked(
                () -> scheduler.inFlight() == 0 && queue.isAtRest() && retryQueue.untilNext(0, true) == Long.MAX_VALUE);
    }

    private <T extends @Nullable Object> T locked(Supplier<T> question) {
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
            return admission.withdraw(pending);
        } finally {
            unlock();
        }
    }

    /** Makes all requests that are due, unless another thread is at it: then that one looks again. */
    void dispatch() {
        dispatcher.dispatch();
    }

    /** Nanoseconds until there may be something to do; {@link Long#MAX_VALUE} if only an event can bring it. */
    long untilNextTurn() {
        if (dispatcher.isBusy()) {
            // Whoever dispatches sees all there is, and asks again when it is done.
            return Long.MAX_VALUE;
        }
        long now = nanoTime.getAsLong();
        return Math.min(Math.min(expiry.untilNext(now), scheduler.untilNext(now)), space.untilRelief(now));
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
            if (!admission.isClosed()) {
                admission.admitWaiting();
            } else if (queue.isEmpty()) {
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
