package io.pushcast;

import io.pushcast.delivery.DeliveryEngine;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.delivery.OverflowPolicy;
import io.pushcast.delivery.PacedSink;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.Limits;
import io.pushcast.message.MessageSink;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.resilience.ResilientTransport;
import io.pushcast.resilience.RetrySchedule;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of messages to one app: delivery, resilience, transport. Several apps are several lanes. */
final class AppPipeline implements DeliveryStatus {

    private static final Logger log = LoggerFactory.getLogger(Pushcast.class);

    /** What the outbox keeps is left to others once the server has taken nothing for so long. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(1);

    /** So long the end of the JVM waits for a close, or for the last messages to be delivered. */
    private static final long SHUTDOWN_GRACE_NANOS = Duration.ofSeconds(1).toNanos();

    private static final long SHUTDOWN_CHECK_MILLIS = 20;

    private final String name;
    private final DeliveryEngine engine;
    private final Transport sender;
    private final PacedSink paced;
    private final ResilientTransport transport;
    private final DeliveryListener listener;
    private final DeliverySettings delivery;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Thread shutdownHook;

    /**
     * A lane that delivers; what a listener throws at its start comes out of here.
     *
     * @param pause how long nothing is to be sent, whatever the server is like
     */
    AppPipeline(
            String name,
            Transport sender,
            ResilienceSettings resilience,
            DeliverySettings delivery,
            Limits limits,
            DeliveryListener listener,
            @Nullable Executor callbacks,
            Supplier<Duration> pause) {
        this.name = name;
        this.listener = listener;
        this.delivery = delivery;
        this.sender = sender;
        this.transport = new ResilientTransport(name, sender, resilience, delivery.deliveryTimeout(), System::nanoTime);
        this.engine = new DeliveryEngine(
                name,
                new PausableTransport(transport, pause),
                new RetrySchedule(
                        name, resilience, () -> ThreadLocalRandom.current().nextDouble()),
                delivery,
                limits,
                listener,
                callbacks,
                System::nanoTime);
        this.paced = PacedSink.of(name, engine, delivery);
        start();
        log.info("The publisher '{}' has started: {}", name, sender);
    }

    /** As these, for messages that the outbox keeps and of which it lets in only so many. */
    static DeliverySettings bounded(DeliverySettings settings) {
        return settings.toBuilder()
                .deliveryTimeout(DeliverySettings.defaults().deliveryTimeout())
                .overflowPolicy(OverflowPolicy.BLOCK)
                .bufferBytes(Long.MAX_VALUE)
                .bufferMessages(Integer.MAX_VALUE)
                .build();
    }

    private void start() {
        try {
            listener.onStarted(this);
            engine.start();
        } catch (Throwable t) {
            // Others may have begun before the one that threw.
            listener.onClosed(this);
            throw t;
        }
    }

    DeliveryEngine engine() {
        return engine;
    }

    /** Takes what is published, and holds what is not due yet at its pace. */
    MessageSink sink() {
        return paced;
    }

    /** As {@link DeliveryEngine#flush()}; what is held goes on now. */
    CompletableFuture<Void> flush() {
        paced.releaseAll();
        return engine.flush();
    }

    /** Whether it closes, or has closed. */
    boolean isClosing() {
        return closing.get();
    }

    /** Closes it once; whoever comes while that is under way waits, unless that waits for its callback. */
    void close(Duration timeout) {
        close(() -> {}, () -> engine.close(timeout), () -> {});
    }

    /**
     * As {@link #close(Duration)}, for messages that the outbox keeps.
     *
     * @param first what is done before the delivery closes
     * @param last what is done after it has closed, whatever became of that
     */
    void closeKept(Duration timeout, Runnable first, Runnable last) {
        close(first, () -> engine.close(timeout, LONGEST_IDLE), last);
    }

    private void close(Runnable first, Runnable delivery, Runnable last) {
        if (closing.compareAndSet(false, true)) {
            removeShutdownHook();
            if (engine.isCallingBackOnDeliveryThread()) {
                closeElsewhere(first, delivery, last);
            } else {
                closeAndRelease(first, delivery, last);
            }
        } else if (!engine.isCallingBack()) {
            awaitClosed();
        }
    }

    private void closeAndRelease(Runnable first, Runnable delivery, Runnable last) {
        try {
            closeAll(first, delivery, last);
        } finally {
            closed.countDown();
        }
    }

    /** A thread that is needed to deliver would wait for itself. */
    private void closeElsewhere(Runnable first, Runnable delivery, Runnable last) {
        log.warn(
                "The publisher '{}' is closed by a callback on a thread that delivers, since its callback executor runs what it"
                        + " gets in the calling thread: the close goes on on another thread, and this call does not wait for it",
                name);
        Thread closer = new Thread(() -> closeAndRelease(first, delivery, last), "pushcast-close-" + name);
        closer.setDaemon(true);
        closer.start();
    }

    /** Has the log say how many messages are lost if the JVM ends before {@link #close}. Not for messages that are kept elsewhere. */
    void warnIfNotClosed() {
        Thread hook = new Thread(this::jvmEnds, "pushcast-shutdown-" + name);
        // The runtime holds the thread, and must not hold the application's class loader by it once the publisher is
        // closed.
        hook.setContextClassLoader(null);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            shutdownHook = hook;
        } catch (IllegalStateException e) {
            log.debug("The publisher '{}' is built while the JVM ends", name, e);
        }
    }

    private void removeShutdownHook() {
        Thread hook = shutdownHook;
        if (hook == null) {
            return;
        }
        shutdownHook = null;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            log.debug("The publisher '{}' is closed while the JVM ends", name, e);
        }
    }

    private void jvmEnds() {
        long start = System.nanoTime();
        paced.releaseAll();
        try {
            while (!closing.get()
                    && engine.bufferedMessages() > 0
                    && System.nanoTime() - start < SHUTDOWN_GRACE_NANOS
                    && !closed.await(SHUTDOWN_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                // Other hooks run at the same time, and one of them may close it; and the delivery goes on meanwhile.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int left = engine.bufferedMessages();
        if (left > 0 && !closing.get()) {
            log.warn(
                    "The JVM ends and the publisher '{}' is not closed: {} messages in its buffer are lost. Call close(), which"
                            + " waits until they are delivered",
                    name,
                    left);
        }
    }

    private void closeAll(Runnable first, Runnable delivery, Runnable last) {
        try {
            first.run();
            paced.close();
            delivery.run();
        } finally {
            try {
                transport.close();
            } finally {
                last.run();
                listener.onClosed(this);
                log.info("The publisher '{}' is closed", name);
            }
        }
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            // The other one goes on closing.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "DeliveryStatus[" + name + ": " + bufferedMessages() + " messages wait, " + bufferedBytes()
                + " bytes, the oldest for " + oldestAge() + "; " + requestsInFlight()
                + " requests are under way; the server is "
                + server() + "]";
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String transport() {
        return sender.toString();
    }

    @Override
    public int bufferedMessages() {
        return engine.bufferedMessages() + paced.heldMessages();
    }

    @Override
    public long bufferedBytes() {
        return engine.bufferedBytes() + paced.heldBytes();
    }

    @Override
    public double bufferUsed() {
        return Math.max(
                (double) bufferedBytes() / delivery.bufferBytes(),
                (double) bufferedMessages() / delivery.bufferMessages());
    }

    @Override
    public Duration oldestAge() {
        return engine.oldestAge();
    }

    @Override
    public int requestsInFlight() {
        return engine.inFlight();
    }

    @Override
    public ServerState server() {
        return transport.state();
    }
}
