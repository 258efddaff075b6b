package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.MessageSink;
import io.pushcast.pace.PacedKey;
import io.pushcast.pace.PacedKey.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds messages that have a {@link io.pushcast.message.Pace pace} before an engine, until they are due or a newer one takes
 * their place. Messages without one go by, unless one of their ordering key is held: then they wait behind it. Safe for use by
 * several threads.
 *
 * <p>What is held is part of the buffer: once it takes as much as the whole buffer may, messages go on before they are due. A
 * message's own deadline counts from {@code publish} on, the delivery timeout from when it goes on.
 */
public final class PacedSink implements MessageSink {

    static final String SUPERSEDED =
            "gave way, within its pace, to a newer one with its ordering key, channels and event";

    private static final Logger log = LoggerFactory.getLogger(PacedSink.class);

    private final DeliveryEngine engine;
    private final LongSupplier nanoTime;
    private final Timer timer;
    private final long mostBytes;
    private final int mostMessages;
    private final ConcurrentMap<String, Key> keys = new ConcurrentHashMap<>();
    private final AtomicInteger heldMessages = new AtomicInteger();
    private final AtomicLong heldBytes = new AtomicLong();
    private volatile boolean closed;

    PacedSink(DeliveryEngine engine, DeliverySettings settings, LongSupplier nanoTime, Timer timer) {
        this.engine = engine;
        this.nanoTime = nanoTime;
        this.timer = timer;
        this.mostBytes = settings.bufferBytes();
        this.mostMessages = settings.bufferMessages();
    }

    /**
     * A stage before an engine, with the time of the system and a thread of its own, which is there while something is held.
     *
     * @param name names the thread
     */
    public static PacedSink of(String name, DeliveryEngine engine, DeliverySettings settings) {
        return new PacedSink(engine, settings, System::nanoTime, new ThreadTimer("pushcast-pace-" + name));
    }

    @Override
    public CompletionStage<Delivery> accept(ChannelMessage message) {
        // Nothing is held in most applications, so that nothing is looked up.
        boolean passesBy = message.pace().isEmpty() && (keys.isEmpty() || !keys.containsKey(idOf(message)));
        if (passesBy) {
            return engine.accept(message);
        }
        String id = idOf(message);
        PendingDelivery pending = engine.announce(message, this::takeBack);
        while (!keyOf(id).add(pending)) {
            // It was forgotten between the two calls; the next one is new.
        }
        return pending;
    }

    /** The ordering key; messages without one keep no order but with what they give way to. */
    private static String idOf(ChannelMessage message) {
        if (!message.orderingKey().isNone()) {
            return message.orderingKey().value();
        }
        return message.pace()
                .map(pace -> "\0" + message.channels() + '\0' + pace.event())
                .orElse("\0");
    }

    private Key keyOf(String id) {
        return keys.computeIfAbsent(id, Key::new);
    }

    /** Lets go on all that is held, though it is not due. */
    public void releaseAll() {
        keys.values().forEach(Key::releaseAll);
    }

    /** Lets go on all that is held, and holds nothing any more. */
    public void close() {
        closed = true;
        releaseAll();
        timer.close();
    }

    /** How many messages are held. */
    public int heldMessages() {
        return heldMessages.get();
    }

    /** What these messages take, in bytes. */
    public long heldBytes() {
        return heldBytes.get();
    }

    /** Whether nothing is held or remembered. */
    boolean isAtRest() {
        return keys.isEmpty() && heldMessages.get() == 0 && heldBytes.get() == 0;
    }

    private boolean takeBack(PendingDelivery pending) {
        Key key = keys.get(idOf(pending.message));
        return key != null && key.takeBack(pending);
    }

    private boolean isFull() {
        return heldMessages.get() > mostMessages || heldBytes.get() > mostBytes;
    }

    private void hold(PendingDelivery pending) {
        heldMessages.incrementAndGet();
        heldBytes.addAndGet(QueuedMessage.bufferBytes(pending.message));
    }

    private void stopHolding(PendingDelivery pending) {
        heldMessages.decrementAndGet();
        heldBytes.addAndGet(-QueuedMessage.bufferBytes(pending.message));
    }

    private void decide(Held held, Verdict verdict) {
        stopHolding(held.pending);
        if (verdict == Verdict.GIVE_WAY) {
            engine.refuse(held.pending, Reason.SUPERSEDED, SUPERSEDED);
            return;
        }
        Duration deadline = held.pending.message.deadline().orElse(null);
        if (deadline != null) {
            long heldFor = nanoTime.getAsLong() - held.since;
            if (heldFor >= NanoDurations.of(deadline)) {
                engine.refuse(held.pending, Reason.EXPIRED, "was held at its pace until its time was over");
                return;
            }
            held.pending.hasSpent(heldFor);
        }
        engine.admit(held.pending);
    }

    /** A message, and when it came. */
    private record Held(PendingDelivery pending, long since) {}

    /** One ordering key. Its messages go on under its lock, or one could overtake another. */
    private final class Key {

        private final String id;
        private final ReentrantLock lock = new ReentrantLock();
        private final PacedKey<Held> messages = new PacedKey<>(PacedSink.this::decide);
        private boolean forgotten;
        private long wakesAt = Long.MAX_VALUE;
        private boolean wakes;

        Key(String id) {
            this.id = id;
        }

        /** False if the key was forgotten. */
        boolean add(PendingDelivery pending) {
            lock.lock();
            try {
                if (forgotten) {
                    return false;
                }
                long now = nanoTime.getAsLong();
                hold(pending);
                messages.add(
                        new Held(pending, now), pending.message.pace().orElse(null), pending.message.channels(), now);
                if (isFull()) {
                    messages.releaseAll(now);
                }
                wakeInTime(now);
                return true;
            } finally {
                lock.unlock();
            }
        }

        boolean takeBack(PendingDelivery pending) {
            lock.lock();
            try {
                boolean held = messages.removeFirst(each -> each.pending.equals(pending));
                if (held) {
                    stopHolding(pending);
                    engine.takenBack(pending);
                    messages.release(nanoTime.getAsLong());
                }
                return held;
            } finally {
                lock.unlock();
            }
        }

        void releaseAll() {
            lock.lock();
            try {
                long now = nanoTime.getAsLong();
                messages.releaseAll(now);
                wakeInTime(now);
            } finally {
                lock.unlock();
            }
        }

        private void wakeUp() {
            lock.lock();
            try {
                wakes = false;
                long now = nanoTime.getAsLong();
                messages.release(now);
                wakeInTime(now);
            } catch (RuntimeException e) {
                // Nobody else would see it: the executor keeps it to itself.
                log.error("Messages that were due at their pace could not go on", e);
            } finally {
                lock.unlock();
            }
        }

        private void wakeInTime(long now) {
            if (closed) {
                messages.releaseAll(now);
            }
            if (messages.isIdle() || closed) {
                forgotten = true;
                keys.remove(id, this);
                return;
            }
            long next = messages.untilNext(now);
            if (!wakes || now + next - wakesAt < 0) {
                wakes = true;
                wakesAt = now + next;
                timer.after(next, this::wakeUp);
            }
        }
    }

    /** Runs something later. */
    interface Timer {

        /** Runs it after that time, on another thread. */
        void after(long nanos, Runnable task);

        /** Runs nothing any more. */
        void close();
    }

    /** A daemon thread that ends when nothing is to be run. */
    private static final class ThreadTimer implements Timer {

        private final ScheduledThreadPoolExecutor executor;

        ThreadTimer(String name) {
            executor = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
            });
            executor.setKeepAliveTime(10, TimeUnit.SECONDS);
            executor.allowCoreThreadTimeOut(true);
            executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            // After close nothing is held, and so nothing has to be woken up.
            executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        }

        @Override
        public void after(long nanos, Runnable task) {
            // The task itself tells what goes wrong in it.
            Future<?> unused = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            executor.shutdown();
        }
    }
}
