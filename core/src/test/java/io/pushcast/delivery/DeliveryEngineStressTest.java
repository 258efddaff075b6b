package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.resilience.RetrySchedule;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The engine among threads that publish, answer and cancel, while its time stands still: whoever is not woken for a request
 * that is due sleeps on, since no linger, retry or deadline ever ends.
 *
 * <p>{@code -Dpushcast.stress=…} says how many rounds.
 */
class DeliveryEngineStressTest {

    private static final int ROUNDS = Integer.getInteger("pushcast.stress", 5_000);
    private static final int THREADS = 3;

    private final ExecutorService network = Executors.newFixedThreadPool(2);
    private final ExecutorService publishers = Executors.newFixedThreadPool(THREADS);
    private final Server server = new Server();
    private final Outcomes outcomes = new Outcomes();
    private final DeliveryEngine engine = new DeliveryEngine(
            "stress",
            server,
            new RetrySchedule("stress", ResilienceSettings.defaults(), () -> 0.5),
            DeliverySettings.builder().maxInFlight(2).build(),
            Limits.PUSHER,
            outcomes,
            null,
            () -> 0L);

    @AfterEach
    void stop() {
        engine.close(Duration.ZERO);
        network.shutdownNow();
        publishers.shutdownNow();
    }

    @Test
    void isWokenForEveryMessageThatIsDueAndDispatchesOnOneThreadAtATime() throws Exception {
        engine.start();

        inRounds(thread -> engine.accept(EngineHarness.message(outcomes.nextId(), "channel-" + thread)));

        assertThat(outcomes.delivered).hasSize(ROUNDS * THREADS);
        assertThat(server.received).isEqualTo(outcomes.delivered);
    }

    @Test
    void neverSendsWhatWasCancelledAndGivesEveryMessageOneOutcome() throws Exception {
        engine.start();

        AtomicInteger cancelled = new AtomicInteger();
        inRounds(thread -> {
            CompletableFuture<Delivery> delivery = engine.accept(EngineHarness.message(outcomes.nextId(), "channel"))
                    .toCompletableFuture();
            if (ThreadLocalRandom.current().nextInt(3) > 0 && delivery.cancel(false)) {
                cancelled.incrementAndGet();
            }
            return delivery;
        });

        assertThat(cancelled.get()).isBetween(1, ROUNDS * THREADS - 1);
        assertThat(outcomes.failed).hasSize(cancelled.get());
        assertThat(outcomes.delivered).hasSize(ROUNDS * THREADS - cancelled.get());
        assertThat(server.received).isEqualTo(outcomes.delivered);
    }

    private interface Act {
        CompletionStage<Delivery> on(int thread);
    }

    /** All threads act at the same time, and wait for their outcome before they do so again. */
    private void inRounds(Act act) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            all.add(CompletableFuture.runAsync(() -> act(act, thread, start), publishers));
        }
        for (CompletableFuture<Void> one : all) {
            one.get(10, TimeUnit.MINUTES);
        }
        engine.flush().get(30, TimeUnit.SECONDS);
        assertThat(outcomes.endedTwice).isEmpty();
        assertThat(outcomes.calls.clashes).hasValue(0);
        assertThat(server.dispatchRunner.clashes).hasValue(0);
        assertThat(engine.isAtRest()).isTrue();
    }

    private void act(Act act, int thread, CyclicBarrier start) {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                start.await(1, TimeUnit.MINUTES);
                CompletableFuture<Delivery> delivery = act.on(thread).toCompletableFuture();
                if (!delivery.isCancelled()) {
                    delivery.get(30, TimeUnit.SECONDS);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(
                    "No outcome; " + engine.bufferedMessages() + " messages wait, " + engine.inFlight()
                            + " requests are under way",
                    e);
        }
    }

    /** Counts how often a thread came while another was there. */
    private static final class Alone {

        final AtomicInteger clashes = new AtomicInteger();
        private final AtomicInteger here = new AtomicInteger();

        void enter() {
            if (here.incrementAndGet() > 1) {
                clashes.incrementAndGet();
            }
        }

        void leave() {
            here.decrementAndGet();
        }
    }

    /** Accepts, on a thread of its own or at once. */
    private final class Server implements Transport {

        final Set<String> received = ConcurrentHashMap.newKeySet();
        final Alone dispatchRunner = new Alone();

        @Override
        public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
            dispatchRunner.enter();
            messages.forEach(message -> assertThat(received.add(message.id())).isTrue());
            boolean atOnce = ThreadLocalRandom.current().nextInt(4) == 0;
            CompletionStage<Outcome> answer = atOnce
                    ? CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE)
                    : CompletableFuture.supplyAsync(() -> Outcome.Accepted.INSTANCE, network);
            dispatchRunner.leave();
            return answer;
        }
    }

    private static final class Outcomes implements DeliveryListener {

        final Set<String> delivered = ConcurrentHashMap.newKeySet();
        final Set<String> failed = ConcurrentHashMap.newKeySet();
        final Set<String> endedTwice = ConcurrentHashMap.newKeySet();
        final Alone calls = new Alone();
        private final AtomicInteger lastId = new AtomicInteger();

        String nextId() {
            return String.valueOf(lastId.incrementAndGet());
        }

        @Override
        public void onDelivered(ChannelMessage message, Delivery delivery) {
            end(delivered, failed, message);
        }

        @Override
        public void onFailed(ChannelMessage message, DeliveryException failure) {
            end(failed, delivered, message);
        }

        private void end(Set<String> how, Set<String> otherwise, ChannelMessage message) {
            calls.enter();
            if (!how.add(message.id()) || otherwise.contains(message.id())) {
                endedTwice.add(message.id());
            }
            calls.leave();
        }
    }
}
