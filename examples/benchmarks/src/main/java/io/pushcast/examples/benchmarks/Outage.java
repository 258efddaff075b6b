package io.pushcast.examples.benchmarks;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.pushcast.message.ChannelMessage;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The server goes away under full load, and comes back: how much it is pestered, and how soon all is as before. A request
 * that was under way when it went counts as sent to a dead server too.
 */
final class Outage implements Scenario {

    private static final Duration LASTS = Duration.ofSeconds(3);
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(30);
    private static final Duration WINDOW = Duration.ofMillis(200);
    private static final double RECOVERED = 0.9;

    @Override
    public String id() {
        return "outage";
    }

    @Override
    public List<BenchmarkResult> measure(BenchmarkSetup bench) throws InterruptedException {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < Math.min(3, bench.rounds()); i++) {
            rounds.add(round(bench));
        }
        List<String> details = rounds.stream().map(Round::describe).toList();
        return List.of(
                BenchmarkResult.of(
                        this,
                        "requests sent to a dead server before the breaker opens (worst round)",
                        rounds.stream().mapToDouble(Round::sent).max().orElseThrow(),
                        TargetValue.atMost(20, 20, ""),
                        details),
                BenchmarkResult.of(
                        this,
                        "time to 90 % throughput after it heals (worst round)",
                        rounds.stream()
                                .mapToDouble(Round::recoverySeconds)
                                .max()
                                .orElseThrow(),
                        TargetValue.atMost(5, 5, " s"),
                        details));
    }

    private record Round(long sent, long probes, double recoverySeconds) {

        String describe() {
            return sent + " requests, then " + probes + " more while it was down; recovered in "
                    + TargetValue.number(recoverySeconds) + " s";
        }
    }

    private static Round round(BenchmarkSetup bench) throws InterruptedException {
        CountingTransport transport =
                new CountingTransport(PusherTransport.create(bench.server().app()));
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        try (PushcastContender contender = PushcastContender.with(builder -> builder.name("outage")
                        .transport(transport)
                        .delivery(BenchmarkSettings.shortBuffer())
                        .resilience(ResilienceSettings.builder()
                                .circuitBreakerRegistry(breakers)
                                .build()));
                PublishingLoad load = PublishingLoad.start(contender, SampleOrders.toChannels(1_000))) {
            load.run(bench.time().dividedBy(3));
            double before = load.rate(bench.time());

            CountDownLatch open = new CountDownLatch(1);
            AtomicLong sentUntilOpen = new AtomicLong();
            breakers.circuitBreaker("outage").getEventPublisher().onStateTransition(event -> {
                if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN && open.getCount() > 0) {
                    sentUntilOpen.set(transport.sent());
                    open.countDown();
                }
            });
            bench.server().down();
            if (!open.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The breaker did not open within 30 s of the server's end");
            }
            load.run(LASTS);
            long failedUntilOpen = sentUntilOpen.get() - transport.accepted();
            long probes = transport.sent() - sentUntilOpen.get();
            bench.server().up();
            return new Round(failedUntilOpen, probes, recovery(load, before));
        }
    }

    private static double recovery(PublishingLoad load, double before) throws InterruptedException {
        long start = System.nanoTime();
        double rate = 0;
        while (rate < RECOVERED * before) {
            rate = load.rate(WINDOW);
            if (System.nanoTime() - start > LONGEST_RECOVERY.toNanos()) {
                throw new IllegalStateException("After " + LONGEST_RECOVERY + " only " + TargetValue.number(rate)
                        + " events/s of " + TargetValue.number(before) + " came back");
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    /** Counts what is sent, and what of it is accepted. */
    private static final class CountingTransport implements Transport {

        private final Transport transport;
        private final AtomicLong sent = new AtomicLong();
        private final AtomicLong accepted = new AtomicLong();

        CountingTransport(Transport transport) {
            this.transport = transport;
        }

        long sent() {
            return sent.get();
        }

        long accepted() {
            return accepted.get();
        }

        @Override
        public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
            sent.incrementAndGet();
            return transport.send(messages).whenComplete((outcome, failure) -> {
                if (outcome instanceof Outcome.Accepted) {
                    accepted.incrementAndGet();
                }
            });
        }

        @Override
        public Duration pause() {
            return transport.pause();
        }

        @Override
        public void close() {
            transport.close();
        }
    }
}
