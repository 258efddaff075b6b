package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.retry.RetryRegistry;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.resilience.RetrySchedule;
import io.pushcast.transaction.SharedBlockingTime;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine with its own thread, among threads that publish, answer and misbehave. */
class DeliveryEngineThreadsTest {

    private static final int PUBLISHERS = 4;
    private static final int EACH = 2_500;

    private final ExecutorService network = Executors.newFixedThreadPool(2);
    private final ExecutorService publishers = Executors.newCachedThreadPool();
    private final List<DeliveryEngine> engines = new ArrayList<>();

    @AfterEach
    void stop() {
        engines.forEach(engine -> engine.close(Duration.ZERO));
        network.shutdownNow();
        publishers.shutdownNow();
    }

    @Test
    void keepsOrderAndLosesNothingAmongManyThreadsAndWaitsForRoom() throws Exception {
        Map<String, List<Integer>> arrived = new ConcurrentHashMap<>();
        Transport transport = messages -> CompletableFuture.supplyAsync(
                () -> {
                    for (ChannelMessage message : messages) {
                        arrived.computeIfAbsent(message.channels().get(0).value(), key -> new CopyOnWriteArrayList<>())
                                .add(Integer.parseInt(message.id()));
                    }
                    return Outcome.Accepted.INSTANCE;
                },
                network);
        DeliveryEngine engine = start(
                transport,
                DeliverySettings.builder().bufferMessages(50).maxBlock(Duration.ofMinutes(1)),
                new DeliveryListener() {},
                null);

        List<CompletableFuture<?>> done = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            String channel = "c" + p;
            done.add(CompletableFuture.runAsync(
                    () -> IntStream.range(0, EACH)
                            .forEach(i -> engine.accept(EngineHarness.message(String.valueOf(i), channel))),
                    publishers));
        }
        CompletableFuture.allOf(done.toArray(new CompletableFuture<?>[0])).get(60, TimeUnit.SECONDS);
        engine.flush().get(60, TimeUnit.SECONDS);

        List<Integer> all = IntStream.range(0, EACH).boxed().toList();
        assertThat(arrived).hasSize(PUBLISHERS);
        assertThat(arrived.values()).allSatisfy(numbers -> assertThat(numbers).isEqualTo(all));
        assertThat(engine.isAtRest()).isTrue();
    }

    @Test
    void letsSeveralPublishersThroughASlowServerWithoutRefusingAny() throws Exception {
        AtomicInteger failed = new AtomicInteger();
        CompletableFuture<?>[] publishing = new CompletableFuture<?>[4];
        Executor slow = CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS, network);
        DeliveryEngine engine = start(
                messages -> CompletableFuture.supplyAsync(() -> Outcome.Accepted.INSTANCE, slow),
                DeliverySettings.builder().bufferMessages(640).maxInFlight(1).maxBlock(Duration.ofSeconds(30)),
                new DeliveryListener() {
                    @Override
                    public void onFailed(ChannelMessage message, DeliveryException failure) {
                        failed.incrementAndGet();
                    }
                },
                null);
        for (int p = 0; p < publishing.length; p++) {
            String channel = "c" + p;
            publishing[p] = CompletableFuture.runAsync(
                    () -> IntStream.range(0, 500)
                            .forEach(i -> engine.accept(EngineHarness.message(String.valueOf(i), channel))),
                    publishers);
        }
        CompletableFuture.allOf(publishing).get(60, TimeUnit.SECONDS);
        engine.flush().get(60, TimeUnit.SECONDS);

        assertThat(failed).hasValue(0);
        assertThat(engine.isAtRest()).isTrue();
    }

    @Test
    void supersedesAnOlderMessageThatWaitsForRoomWhenANewerOneEnters() throws Exception {
        ManualTransport transport = new ManualTransport();
        Map<String, String> ends = new ConcurrentHashMap<>();
        int small = QueuedMessage.bufferBytes(EngineHarness.message("0", "k"));
        int underWay = QueuedMessage.bufferBytes(EngineHarness.message("0", "under-way"));
        DeliveryEngine engine = start(
                transport,
                DeliverySettings.builder()
                        .bufferBytes(underWay + small)
                        .maxInFlight(1)
                        .overflowPolicy(OverflowPolicy.LATEST_PER_KEY)
                        .maxBlock(Duration.ofMinutes(1)),
                new DeliveryListener() {
                    @Override
                    public void onFailed(ChannelMessage message, DeliveryException failure) {
                        ends.put(message.id(), failure.reason().name());
                    }
                },
                null);
        engine.accept(EngineHarness.message("0", "under-way"));
        await().until(() -> transport.sent.size() == 1);
        engine.accept(EngineHarness.message("1", "k"));
        ChannelMessage large = ChannelMessage.builder("2", List.of(ChannelName.of("k")), "event", "x".repeat(3 * small))
                .build();
        publishers.execute(() -> engine.accept(large));
        await().until(() -> engine.waitingForRoom() == 1);

        engine.accept(EngineHarness.message("3", "k"));

        await().until(() -> ends.size() == 2);
        assertThat(ends).containsOnly(entry("1", "SUPERSEDED"), entry("2", "SUPERSEDED"));
        assertThat(engine.waitingForRoom()).isZero();
    }

    @Test
    void letsThoseWhoWaitForRoomInInTheirOrder() throws Exception {
        ManualTransport transport = new ManualTransport();
        DeliveryEngine engine = start(
                transport,
                DeliverySettings.builder().bufferMessages(1).maxBlock(Duration.ofMinutes(1)),
                new DeliveryListener() {},
                null);
        engine.accept(EngineHarness.message("0", "a"));
        await().until(() -> transport.sent.size() == 1);
        for (int i = 1; i <= 3; i++) {
            String id = String.valueOf(i);
            int waiting = i;
            publishers.execute(() -> engine.accept(EngineHarness.message(id, "a")));
            await().until(() -> engine.waitingForRoom() == waiting);
        }

        for (int i = 0; i <= 3; i++) {
            int sent = i + 1;
            await().until(() -> transport.sent.size() == sent);
            transport.last().accept();
        }
        assertThat(transport.idsOfRequests()).containsExactly(List.of("0"), List.of("1"), List.of("2"), List.of("3"));
    }

    @Test
    void failsWhoWaitsForRoomInVain() throws Exception {
        ManualTransport transport = new ManualTransport();
        DeliveryEngine engine = start(
                transport,
                DeliverySettings.builder().bufferMessages(1).maxBlock(Duration.ofMillis(20)),
                new DeliveryListener() {},
                null);
        engine.accept(EngineHarness.message("0", "a"));

        assertThat(reasonOf(engine, EngineHarness.message("1", "a"))).isEqualTo(DeliveryException.Reason.BUFFER_FULL);
        assertThat(reasonOf(
                        engine,
                        EngineHarness.builder("2", "a")
                                .deadline(Duration.ofMillis(5))
                                .build()))
                .isEqualTo(DeliveryException.Reason.EXPIRED);
    }

    @Test
    void waitsForRoomOnceForAllThatShareTheWait() {
        DeliveryEngine engine = start(
                new ManualTransport(),
                DeliverySettings.builder().bufferMessages(1).maxBlock(Duration.ofMillis(300)),
                new DeliveryListener() {},
                null);
        engine.accept(EngineHarness.message("0", "a"));
        List<DeliveryException.Reason> reasons = new ArrayList<>();

        long start = System.nanoTime();
        SharedBlockingTime.during(() -> IntStream.rangeClosed(1, 10)
                .forEach(i -> reasons.add(reasonOf(engine, EngineHarness.message(String.valueOf(i), "a")))));

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(290), Duration.ofMillis(1_500));
        assertThat(reasons).hasSize(10).containsOnly(DeliveryException.Reason.BUFFER_FULL);
    }

    @Test
    void waitsNoLongerForRoomThanTheCallingThreadMay() throws Exception {
        DeliveryEngine engine = start(
                new ManualTransport(),
                DeliverySettings.builder()
                        .bufferMessages(1)
                        .maxBlock(Duration.ofMinutes(1))
                        .patience(() -> Duration.ofMinutes(-1)),
                new DeliveryListener() {},
                null);
        engine.accept(EngineHarness.message("0", "a"));

        assertThat(reasonOf(engine, EngineHarness.message("1", "a"))).isEqualTo(DeliveryException.Reason.BUFFER_FULL);
    }

    @Test
    void refusesThoseWhoWaitForRoomAtClose() throws Exception {
        ManualTransport transport = new ManualTransport();
        DeliveryEngine engine = start(
                transport,
                DeliverySettings.builder().bufferMessages(1).maxBlock(Duration.ofMinutes(1)),
                new DeliveryListener() {},
                null);
        engine.accept(EngineHarness.message("0", "a"));
        CompletableFuture<DeliveryException.Reason> waiting =
                CompletableFuture.supplyAsync(() -> reasonOf(engine, EngineHarness.message("1", "a")), publishers);
        await().until(() -> engine.waitingForRoom() == 1);

        engine.close(Duration.ZERO);

        assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(DeliveryException.Reason.CLOSED);
    }

    @Test
    void tellsAllOutcomesWhateverAListenerThrows() throws Exception {
        DeliveryListener hostile = new DeliveryListener() {
            @Override
            public void onDelivered(ChannelMessage message, Delivery delivery) {
                throw new NoClassDefFoundError("hostile");
            }
        };
        DeliveryEngine engine = start(accepting(), DeliverySettings.builder(), hostile, null);

        List<CompletableFuture<Delivery>> deliveries = IntStream.range(0, 30)
                .mapToObj(i -> engine.accept(EngineHarness.message(String.valueOf(i), "a"))
                        .toCompletableFuture())
                .toList();

        for (CompletableFuture<Delivery> delivery : deliveries) {
            assertThat(delivery.get(10, TimeUnit.SECONDS)).isNotNull();
        }
        engine.flush().get(10, TimeUnit.SECONDS);
    }

    @Test
    void tellsOutcomesOnAThreadOfItsOwnWhenTheExecutorTakesNothing() throws Exception {
        Executor hostile = task -> {
            throw new RejectedExecutionException("full");
        };
        DeliveryEngine engine = start(accepting(), DeliverySettings.builder(), new DeliveryListener() {}, hostile);

        String thread = engine.accept(EngineHarness.message("1", "a"))
                .thenApply(delivery -> Thread.currentThread().getName())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(thread)
                .satisfiesAnyOf(
                        name -> assertThat(name).startsWith("pushcast-callbacks-"),
                        // The outcome was there already when this thread asked for it.
                        name -> assertThat(name)
                                .isEqualTo(Thread.currentThread().getName()));
    }

    @Test
    void goesOnWhenAnErrorComesFromTheExecutor() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        Executor hostile = task -> {
            failed.countDown();
            throw new OutOfMemoryError("unable to create native thread");
        };
        DeliveryEngine engine = start(accepting(), DeliverySettings.builder(), new DeliveryListener() {}, hostile);

        engine.accept(EngineHarness.message("1", "a")).toCompletableFuture().get(10, TimeUnit.SECONDS);
        engine.accept(EngineHarness.message("2", "a")).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(failed.getCount()).isZero();
    }

    @Test
    void goesOnWhenAListenerToTheRetriesFails() throws Exception {
        RetryRegistry registry = RetryRegistry.ofDefaults();
        ResilienceSettings settings = ResilienceSettings.builder()
                .initialBackoff(Duration.ofMillis(1))
                .retryRegistry(registry)
                .build();
        RetrySchedule schedule = new RetrySchedule("threads", settings, () -> 0);
        registry.retry("threads").getEventPublisher().onEvent(event -> {
            throw new IllegalStateException("hostile");
        });
        List<Outcome> answers = new CopyOnWriteArrayList<>(List.of(EngineHarness.OUTAGE, Outcome.Accepted.INSTANCE));
        Transport transport =
                messages -> CompletableFuture.completedFuture(answers.size() > 1 ? answers.remove(0) : answers.get(0));
        DeliveryEngine engine = start(transport, schedule, DeliverySettings.builder(), new DeliveryListener() {}, null);

        CompletableFuture<Delivery> first =
                engine.accept(EngineHarness.message("1", "a")).toCompletableFuture();
        CompletableFuture<Delivery> second =
                engine.accept(EngineHarness.message("2", "a")).toCompletableFuture();

        assertThat(first.get(10, TimeUnit.SECONDS).receipts().get(0).attempts()).isEqualTo(2);
        assertThat(second.get(10, TimeUnit.SECONDS)).isNotNull();
    }

    private static Transport accepting() {
        return messages -> CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE);
    }

    private static DeliveryException.Reason reasonOf(DeliveryEngine engine, ChannelMessage message) {
        Throwable failure = engine.accept(message)
                .handle((delivery, thrown) -> thrown)
                .toCompletableFuture()
                .join();
        return ((DeliveryException) failure).reason();
    }

    private DeliveryEngine start(
            Transport transport, DeliverySettings.Builder settings, DeliveryListener listener, Executor callbacks) {
        RetrySchedule schedule = new RetrySchedule("threads", ResilienceSettings.defaults(), () -> 0.5);
        return start(transport, schedule, settings, listener, callbacks);
    }

    private DeliveryEngine start(
            Transport transport,
            RetrySchedule schedule,
            DeliverySettings.Builder settings,
            DeliveryListener listener,
            Executor callbacks) {
        DeliveryEngine engine = new DeliveryEngine(
                "threads", transport, schedule, settings.build(), Limits.PUSHER, listener, callbacks, System::nanoTime);
        engine.start();
        engines.add(engine);
        return engine;
    }
}
