package io.pushcast.delivery;

import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the requests that are due, and passes on how they end. Whoever finds one due makes it, the delivery thread or the
 * thread on which another request ended, but one thread at a time does. Safe for use by several threads.
 */
final class RequestDispatcher {

    private static final Logger log = LoggerFactory.getLogger(DeliveryEngine.class);

    /** How long nothing is sent if the transport fails to say whether anything may be. */
    private static final Duration PAUSE_UNKNOWN = Duration.ofMillis(100);

    /** Time enough for a waiting thread to wake up and take the lock. */
    private static final long HANDOVER_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final Transport transport;
    private final RequestScheduler scheduler;
    private final OutcomeHandler outcomeHandler;
    private final MessageExpiry expiry;
    private final CallbackDispatcher callbacks;
    private final ReentrantLock lock;
    private final Runnable unlock;
    private final Runnable whenDone;
    private final LongSupplier nanoTime;
    private final SerialRunner dispatchRunner = new SerialRunner();

    /** Whether expired messages are left. Belongs to the thread that dispatches. */
    private boolean moreHasExpired;

    /** How many threads are busy with the end of a request, and will dispatch after it: no need to wake the worker. */
    private final AtomicInteger upcomingDispatches = new AtomicInteger();

    /**
     * @param lock the engine's
     * @param unlock releases it after a change of state
     * @param whenDone is run, with the lock held, after all due requests were made
     */
    RequestDispatcher(
            Transport transport,
            RequestScheduler scheduler,
            OutcomeHandler outcomeHandler,
            MessageExpiry expiry,
            CallbackDispatcher callbacks,
            ReentrantLock lock,
            Runnable unlock,
            Runnable whenDone,
            LongSupplier nanoTime) {
        this.transport = transport;
        this.scheduler = scheduler;
        this.outcomeHandler = outcomeHandler;
        this.expiry = expiry;
        this.callbacks = callbacks;
        this.lock = lock;
        this.unlock = unlock;
        this.whenDone = whenDone;
        this.nanoTime = nanoTime;
    }

    /** Whether some thread dispatches, or is about to: it sees all there is. */
    boolean isBusy() {
        return dispatchRunner.isBusy() || upcomingDispatches.get() > 0;
    }

    /** Makes all requests that are due, unless another thread is at it: then that one looks again. */
    void dispatch() {
        if (!dispatchRunner.request()) {
            callbacks.runOnDeliveryThread();
            return;
        }
        try {
            // If it throws, what is due is found again at the worker's next turn.
            dispatchRunner.run(this::sendAllDue);
        } finally {
            lock.lock();
            try {
                whenDone.run();
            } finally {
                lock.unlock();
            }
            // Only now: an executor of the application's may run them right here, and others need not wait for that.
            callbacks.runOnDeliveryThread();
        }
    }

    private void sendAllDue() {
        for (Batch batch = nextBatch(); batch != null || moreHasExpired; batch = nextBatch()) {
            if (batch != null) {
                send(batch);
            } else {
                letOthersChangeTheState();
            }
        }
    }

    /** Very many expire at once. A lock that is not fair would go to this thread again and again. */
    private void letOthersChangeTheState() {
        if (lock.hasQueuedThreads()) {
            LockSupport.parkNanos(HANDOVER_NANOS);
        }
    }

    private @Nullable Batch nextBatch() {
        Duration pause = pause();
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            moreHasExpired = expiry.failExpired(now);
            return moreHasExpired ? null : scheduler.next(now, pause);
        } finally {
            unlock.run();
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

    private void send(Batch batch) {
        CompletionStage<Outcome> sent;
        try {
            sent = Objects.requireNonNull(transport.send(batch.sent), "the transport's stage");
        } catch (Throwable t) {
            // An Error too: its messages would otherwise never get an outcome, and hold their keys for ever.
            log.error("The transport threw instead of answering with an outcome", t);
            Outcome lost = Outcome.unknown(t);
            handle(batch, lost, OutcomeHandler.delay(batch, lost));
            return;
        }
        sent.whenComplete((outcome, failure) -> {
            Outcome known = outcome == null ? Outcome.unknown(failure) : outcome;
            Optional<Duration> delay = OutcomeHandler.delay(batch, known);
            upcomingDispatches.incrementAndGet();
            try {
                handle(batch, known, delay);
            } catch (Throwable t) {
                log.error("A request ended and its outcome could not be handled", t);
            } finally {
                upcomingDispatches.decrementAndGet();
                dispatch();
            }
        });
    }

    private void handle(Batch batch, Outcome outcome, Optional<Duration> delay) {
        lock.lock();
        try {
            scheduler.ended(batch);
            outcomeHandler.handle(batch, outcome, delay, scheduler.sentSoFar());
        } finally {
            unlock.run();
        }
    }
}
