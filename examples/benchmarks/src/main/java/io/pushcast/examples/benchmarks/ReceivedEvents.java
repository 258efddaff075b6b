package io.pushcast.examples.benchmarks;

import com.pusher.client.Pusher;
import com.pusher.client.PusherOptions;
import com.pusher.client.channel.ChannelEventListener;
import com.pusher.client.channel.PusherEvent;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.subscribe.SubscriberBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Receiving on one connection, beside {@code pusher-java-client}: how many events go through, what a handler that takes long does to
 * another channel, and what a handler that has stopped does to the heap.
 */
final class ReceivedEvents implements Scenario {

    private static final String STOCK = "stock";
    private static final String JSON = "{\"item\":\"pen\",\"left\":7,\"text\":\"" + "x".repeat(250) + "\"}";
    private static final int BATCH = 500;
    private static final int SLOW_EVENTS = 20;
    private static final int STOPPED_EVENTS = 100_000;
    private static final int BUFFER_BYTES = 8 << 20;
    private static final Duration LONG = Duration.ofSeconds(60);

    @Override
    public String id() {
        return "received";
    }

    /** A client that is subscribed to the channel. */
    private interface Receiver extends AutoCloseable {

        @Override
        void close();
    }

    private interface Factory {
        Receiver subscribe(EventSource source, Runnable onEvent) throws InterruptedException;
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) throws Exception {
        boolean quick = bench.time().toMillis() < 1_000;
        int events = quick ? 5_000 : 300_000;
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        // The first round warms up.
        for (int round = 0; round <= Math.max(1, bench.rounds()); round++) {
            ours.add(rate(events, ReceivedEvents::pushcast));
            theirs.add(rate(events, ReceivedEvents::javaClient));
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 1; i < ours.size(); i++) {
            ratios.add(ours.get(i) / theirs.get(i));
        }
        return List.of(
                BenchmarkResult.of(
                        this,
                        "events/s received on one connection vs pusher-java-client",
                        median(ratios),
                        TargetValue.atLeast(2, 3, "×"),
                        List.of(
                                "Pushcast " + TargetValue.number(median(ours)) + "/s",
                                "pusher-java-client " + TargetValue.number(median(theirs)) + "/s")),
                BenchmarkResult.of(
                        this,
                        "by how much a handler of 3 s on one channel delays another channel, at most",
                        delayByASlowHandler(quick ? Duration.ofMillis(300) : Duration.ofSeconds(3)),
                        TargetValue.atMost(10, 10, " ms"),
                        List.of(SLOW_EVENTS + " events")),
                BenchmarkResult.of(
                        this,
                        "heap beyond the buffer of 8 MiB while 100 000 × 1 KB arrive at a handler that has stopped",
                        heapOfAStoppedHandler(quick ? 20_000 : STOPPED_EVENTS),
                        TargetValue.atMost(16, 16, " MiB"),
                        List.of()));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    @SuppressWarnings("try") // it is only to be closed
    private static double rate(int events, Factory factory) throws IOException, InterruptedException {
        try (EventSource source = new EventSource()) {
            CountDownLatch received = new CountDownLatch(events);
            try (Receiver receiver = factory.subscribe(source, received::countDown)) {
                ByteArrayOutputStream batch = new ByteArrayOutputStream();
                for (int i = 0; i < BATCH; i++) {
                    batch.writeBytes(EventSource.event(STOCK, "changed", JSON));
                }
                byte[] bytes = batch.toByteArray();
                long start = System.nanoTime();
                for (int i = 0; i < events / BATCH; i++) {
                    source.send(bytes);
                }
                requireAll(received);
                return events / ((System.nanoTime() - start) / 1e9);
            }
        }
    }

    private static void requireAll(CountDownLatch received) throws InterruptedException {
        if (!received.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(received.getCount() + " events have not arrived");
        }
    }

    private static SubscriberBuilder subscriber(EventSource source) {
        return Subscriber.builder().server(URI.create("ws://127.0.0.1:" + source.port()), "key");
    }

    private static void start(Subscriber subscriber) throws InterruptedException {
        subscriber.start();
        if (!subscriber.awaitSubscribed(Duration.ofSeconds(10))) {
            throw new IllegalStateException(
                    "The subscriber did not subscribe: " + subscriber.status().reason());
        }
    }

    private static Receiver pushcast(EventSource source, Runnable onEvent) throws InterruptedException {
        Subscriber subscriber =
                subscriber(source).on(STOCK, "changed", event -> onEvent.run()).build();
        start(subscriber);
        return subscriber::close;
    }

    private static Receiver javaClient(EventSource source, Runnable onEvent) throws InterruptedException {
        Pusher pusher = new Pusher(
                "key",
                new PusherOptions()
                        .setHost("127.0.0.1")
                        .setWsPort(source.port())
                        .setUseTLS(false));
        CountDownLatch subscribed = new CountDownLatch(1);
        pusher.connect();
        pusher.subscribe(
                STOCK,
                new ChannelEventListener() {
                    @Override
                    public void onSubscriptionSucceeded(String channel) {
                        subscribed.countDown();
                    }

                    @Override
                    public void onEvent(PusherEvent event) {
                        onEvent.run();
                    }
                },
                "changed");
        if (!subscribed.await(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("pusher-java-client did not subscribe");
        }
        return pusher::disconnect;
    }

    /** The longest time that an event of the other channel took to its handler, in milliseconds. */
    private static double delayByASlowHandler(Duration slowness) throws IOException, InterruptedException {
        try (EventSource source = new EventSource()) {
            AtomicLong sentAt = new AtomicLong();
            AtomicLong longest = new AtomicLong();
            CountDownLatch slow = new CountDownLatch(1);
            CountDownLatch[] next = {new CountDownLatch(1)};
            try (Subscriber subscriber = subscriber(source)
                    .on("slow", "changed", event -> {
                        slow.countDown();
                        TimeUnit.NANOSECONDS.sleep(slowness.toNanos());
                    })
                    .on(STOCK, "changed", event -> {
                        long took = System.nanoTime() - sentAt.get();
                        longest.accumulateAndGet(took, Math::max);
                        next[0].countDown();
                    })
                    .build()) {
                start(subscriber);
                byte[] event = EventSource.event(STOCK, "changed", JSON);
                deliver(source, event, sentAt, next);
                longest.set(0);
                source.send(EventSource.event("slow", "changed", JSON));
                requireAll(slow);
                for (int i = 0; i < SLOW_EVENTS; i++) {
                    deliver(source, event, sentAt, next);
                }
                return longest.get() / 1e6;
            }
        }
    }

    private static void deliver(EventSource source, byte[] event, AtomicLong sentAt, CountDownLatch[] next)
            throws IOException, InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        next[0] = arrived;
        sentAt.set(System.nanoTime());
        source.send(event);
        requireAll(arrived);
    }

    /** In MiB, beyond the buffer. */
    private static double heapOfAStoppedHandler(int events) throws IOException, InterruptedException {
        try (EventSource source = new EventSource()) {
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch received = new CountDownLatch(events);
            byte[] event = EventSource.event(STOCK, "changed", "{\"text\":\"" + "x".repeat(1_000) + "\"}");
            try (Subscriber subscriber = subscriber(source)
                    .buffer(1_000_000, BUFFER_BYTES)
                    .on(STOCK, "changed", one -> {
                        release.await();
                        received.countDown();
                    })
                    .build()) {
                start(subscriber);
                long before = usedHeap();
                Thread sending = new Thread(() -> sendAll(source, event, events), "event-source-sending");
                sending.setDaemon(true);
                sending.start();
                long peak = awaitFull(subscriber);
                release.countDown();
                requireAll(received);
                return (peak - before - BUFFER_BYTES) / (double) (1 << 20);
            }
        }
    }

    private static void sendAll(EventSource source, byte[] event, int events) {
        try {
            for (int i = 0; i < events; i++) {
                source.send(event);
            }
        } catch (IOException e) {
            throw new IllegalStateException("The subscriber went away", e);
        }
    }

    /** Waits until the buffer grows no more, and tells the heap that is in use then. */
    private static long awaitFull(Subscriber subscriber) throws InterruptedException {
        long last = -1;
        while (subscriber.status().bufferedBytes() != last || last < BUFFER_BYTES) {
            last = subscriber.status().bufferedBytes();
            TimeUnit.MILLISECONDS.sleep(300);
        }
        return usedHeap();
    }

    private static long usedHeap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
