package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.pushcast.Pushcast;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many messages to a server that fails every fifth request, in every way that there is: none is lost, none overtakes
 * another of its channel, and none arrives twice but for an answer that was lost. A few messages are poison, which the server
 * never takes: these alone are given up, and nothing else ends with them.
 *
 * <p>{@code -Dpushcast.load=1000000} sends that many messages instead of {@value #USUAL_LOAD};
 * {@code -Dpushcast.load.seed} takes the seed of an earlier run.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FaultyLoadIT {

    private static final int USUAL_LOAD = 20_000;

    /** How many messages are poison. */
    private static final int POISONOUS = 20;

    private static final String POISON = "poison";

    /** The channel of the messages that are published once the load is. */
    private static final String AFTERWARDS = "afterwards";

    private static final Fault[] FAULTS = {
        Fault.resetBeforeReading(),
        Fault.resetAfterReading(),
        Fault.acceptButReset(),
        Fault.acceptButReset(),
        Fault.halfAnswer(),
        Fault.halfAnswer(),
        Fault.status(500),
        Fault.status(503),
        Fault.status(503).retryAfter("0.003"),
        Fault.status(429),
        Fault.status(429).retryAfter("0.003"),
        Fault.htmlError(502),
        Fault.errorWithStatus200(500),
        Fault.errorWithStatus200(429),
        Fault.closeAfterAnswer(),
        Fault.closeUnannounced(),
        Fault.delay(Duration.ofMillis(20)),
        Fault.status(504),
        Fault.status(408),
        // Each of these costs a request its whole timeout, so that there are few.
        Fault.blackHole(),
    };

    private final int messages = Integer.getInteger("pushcast.load", USUAL_LOAD);
    private final int channels = messages < 200_000 ? 100 : 1_000;
    private final long seed = Long.getLong("pushcast.load.seed", System.nanoTime());

    @Test
    void losesNothingAndKeepsOrderWhileEveryFifthRequestFails() {
        Arrivals arrivals = new Arrivals(channels);
        Endings endings = new Endings();
        try (EmbeddedPusher server = EmbeddedPusher.builder().recorder(arrivals).start()) {
            server.faults().random(seed, 0.2, FAULTS);
            LostAnswers transport = new LostAnswers(new PoisonIntolerant(PusherTransport.builder(server.app())
                    .requestTimeout(Duration.ofMillis(500))
                    .maxConnections(32)
                    .build()));

            long start = System.nanoTime();
            try (Pushcast pushcast = pushcast(transport, endings)) {
                for (int i = 0; i < messages; i++) {
                    if (i % (messages / POISONOUS) == 0) {
                        pushcast.to("poison-" + i)
                                .named("counted")
                                .payload(POISON)
                                .publish();
                    }
                    pushcast.to("channel-" + i % channels)
                            .named("counted")
                            .payload(i / channels)
                            .publish();
                }
                // What is poison shows only beside messages that are taken.
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> {
                            pushcast.to(AFTERWARDS).named("counted").payload(0).publish();
                            return endings.failures.size() >= POISONOUS;
                        });
                pushcast.flush()
                        .toCompletableFuture()
                        .orTimeout(10, TimeUnit.MINUTES)
                        .join();
            }
            report(Duration.ofNanos(System.nanoTime() - start), arrivals, transport);

            assertThat(endings.failures)
                    .containsOnly(POISON + " ended as POISON")
                    .hasSize(POISONOUS);
            assertThat(endings.delivered.intValue()).isEqualTo(messages);
            assertThat(arrivals.order.inversions()).isEmpty();
            assertThat(arrivals.order.next()).isEqualTo(countOfEachChannel());
            assertThat(arrivals.order.duplicates().stream()
                            .filter(message -> !transport.messages().contains(message)))
                    .isEmpty();
            assertThat(arrivals.order.duplicates())
                    .isNotEmpty()
                    .hasSizeLessThanOrEqualTo(transport.requests() * Limits.PUSHER.maxBatchSize());
        }
    }

    private static Pushcast pushcast(Transport transport, DeliveryListener listener) {
        return Pushcast.builder()
                .transport(transport)
                .listener(listener)
                .json(String::valueOf)
                .resilience(ResilienceSettings.builder()
                        .initialBackoff(Duration.ofMillis(5))
                        .maxBackoff(Duration.ofMillis(100))
                        .circuitBreaker(CircuitBreakerConfig.custom()
                                .slidingWindowSize(1_000)
                                .minimumNumberOfCalls(1_000)
                                .failureRateThreshold(90)
                                .build())
                        .build())
                .delivery(DeliverySettings.builder()
                        .maxInFlight(32)
                        .maxBlock(Duration.ofMinutes(5))
                        .deliveryTimeout(Duration.ofMinutes(5))
                        .build())
                .build();
    }

    private int[] countOfEachChannel() {
        return IntStream.range(0, channels)
                .map(channel -> (messages - channel + channels - 1) / channels)
                .toArray();
    }

    private void report(Duration took, Arrivals arrivals, LostAnswers transport) {
        System.out.printf(
                "seed %d: %,d messages over %,d channels in %.1f s, %,.0f a second; %,d requests, %,d of them faulty,"
                        + " %,d without an answer; %,d duplicates%n",
                seed,
                messages,
                channels,
                took.toMillis() / 1000.0,
                messages * 1000.0 / took.toMillis(),
                arrivals.requests,
                arrivals.faulty,
                transport.requests(),
                arrivals.order.duplicates().size());
    }

    /** What arrives at the server. */
    private static final class Arrivals extends EventRecorder {

        private final ArrivalOrder order;
        private int requests;
        private int faulty;

        Arrivals(int channels) {
            super(1);
            this.order = new ArrivalOrder(channels);
        }

        @Override
        void add(RecordedEvent event) {
            if (!event.channel().equals(AFTERWARDS)) {
                order.add(event.channel(), event.data());
            }
        }

        @Override
        synchronized void add(RecordedRequest request) {
            requests++;
            if (request.fault() != null) {
                faulty++;
            }
        }
    }

    /** A server behind a bug: each request with a poisonous message fails as a whole, although the others would be taken. */
    private static final class PoisonIntolerant implements Transport {

        private final Transport transport;

        PoisonIntolerant(Transport transport) {
            this.transport = transport;
        }

        @Override
        public CompletionStage<Outcome> send(List<ChannelMessage> batch) {
            boolean fails = batch.stream().anyMatch(message -> message.data().equals(POISON));
            return fails
                    ? CompletableFuture.completedFuture(new Retryable(Kind.OUTAGE, 500, "a bug", null, null))
                    : transport.send(batch);
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

    private static final class Endings implements DeliveryListener {

        final LongAdder delivered = new LongAdder();
        final Queue<String> failures = new ConcurrentLinkedQueue<>();

        @Override
        public void onDelivered(ChannelMessage message, Delivery delivery) {
            if (!message.channels().get(0).value().equals(AFTERWARDS)) {
                delivered.increment();
            }
        }

        @Override
        public void onFailed(ChannelMessage message, DeliveryException failure) {
            failures.add(message.data() + " ended as " + failure.reason());
        }
    }
}
