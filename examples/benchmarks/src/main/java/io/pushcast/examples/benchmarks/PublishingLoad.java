package io.pushcast.examples.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Threads that publish through a contender, as fast as it lets them, until closed. */
final class PublishingLoad implements AutoCloseable {

    private final Contender contender;
    private final SampleOrders orders;
    private final AtomicLong published = new AtomicLong();
    private final CountDownLatch broken = new CountDownLatch(1);
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private PublishingLoad(Contender contender, SampleOrders orders) {
        this.contender = contender;
        this.orders = orders;
    }

    static PublishingLoad start(Contender contender, SampleOrders orders) {
        PublishingLoad load = new PublishingLoad(contender, orders);
        for (int i = 0; i < contender.threads(); i++) {
            Thread thread = new Thread(load::run, "load-" + i);
            thread.setDaemon(true);
            thread.start();
            load.threads.add(thread);
        }
        return load;
    }

    private void run() {
        try {
            while (!stopped) {
                contender.publish(orders.get(published.getAndIncrement()));
            }
        } catch (InterruptedException | RuntimeException e) {
            failure.set(e);
            broken.countDown();
        }
    }

    /** Lets it run for so long. */
    void run(Duration time) throws InterruptedException {
        if (broken.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("Publishing through " + contender.name() + " failed", failure.get());
        }
        contender.requireNoFailure();
    }

    /** Events delivered per second, over so long from now. */
    double rate(Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long before = contender.delivered();
        run(time);
        long delivered = contender.delivered() - before;
        return delivered * 1e9 / (System.nanoTime() - start);
    }

    /** Publishes no more; what was published is delivered when the contender is closed. */
    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            // Nobody wants the figures any more; the threads stop by themselves.
            Thread.currentThread().interrupt();
        }
    }
}
