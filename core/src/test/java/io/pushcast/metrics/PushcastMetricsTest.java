package io.pushcast.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetrics;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.delivery.OverflowPolicy;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.DeliveryListener.SentRequest.Result;
import io.pushcast.message.DeliveryStatus.ServerState;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushcastMetricsTest {

    private static final Outcome ACCEPTED = Outcome.Accepted.INSTANCE;
    private static final Outcome OUTAGE = new Retryable(Kind.OUTAGE, 503, "down", null, null);
    private static final Outcome REJECTED = new Outcome.Rejected(400, "no");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Server server = new Server();
    private Pushcast pushcast = publisher(Pushcast.builder());

    private Pushcast publisher(PushcastBuilder builder) {
        return builder.name("shop")
                .transport(server)
                .resilience(quick().build())
                .listener(PushcastMetrics.in(registry))
                .build();
    }

    private static ResilienceSettings.Builder quick() {
        return ResilienceSettings.builder().initialBackoff(Duration.ofMillis(1)).maxBackoff(Duration.ofMillis(1));
    }

    @AfterEach
    void close() {
        pushcast.close(Duration.ZERO);
    }

    @Test
    void countsWhatIsPublishedAndDelivered() throws Exception {
        CompletableFuture<Delivery> first = publish("a");
        server.answer(ACCEPTED);
        first.join();

        assertThat(counter("pushcast.published")).isEqualTo(1);
        assertThat(counter("pushcast.delivered")).isEqualTo(1);
        assertThat(registry.get("pushcast.batch.size")
                        .tag("app", "shop")
                        .summary()
                        .max())
                .isEqualTo(1);
        assertThat(registry.get("pushcast.queue.time")
                        .tag("app", "shop")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(requests(Result.ACCEPTED)).isEqualTo(1);
    }

    @Test
    void countsRetriesByMessagesAndQueueTimeOnlyOnce() throws Exception {
        CompletableFuture<Delivery> delivery = publish("a");
        server.answer(OUTAGE);
        server.answer(ACCEPTED);
        delivery.join();

        assertThat(counter("pushcast.retried")).isEqualTo(1);
        assertThat(requests(Result.OUTAGE)).isEqualTo(1);
        assertThat(registry.get("pushcast.queue.time").timer().count()).isEqualTo(1);
    }

    @Test
    void countsSplitsAndFailuresByReason() throws Exception {
        CompletableFuture<Delivery> held = publish("first");
        server.awaitRequest();
        CompletableFuture<Delivery> one = publish("a");
        CompletableFuture<Delivery> two = publish("b");
        CompletionStage<Void> flushed = pushcast.flush();
        server.answer(ACCEPTED);
        server.answer(REJECTED);
        server.answer(REJECTED);
        server.answer(ACCEPTED);
        flushed.toCompletableFuture().join();

        assertThat(List.of(held, one, two)).allMatch(CompletableFuture::isDone);
        assertThat(counter("pushcast.splits")).isEqualTo(1);
        assertThat(requests(Result.SPLIT)).isEqualTo(1);
        assertThat(failed(Reason.REJECTED)).isEqualTo(1);
        assertThat(counter("pushcast.published")).isEqualTo(3);
        assertThat(counter("pushcast.delivered")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"DROP_OLDEST, DROPPED", "LATEST_PER_KEY, SUPERSEDED", "FAIL, BUFFER_FULL"})
    void countsWhatWasDroppedConflatedAndRefused(OverflowPolicy policy, Reason reason) {
        pushcast.close(Duration.ZERO);
        pushcast = publisher(Pushcast.builder()
                .delivery(DeliverySettings.builder()
                        .bufferMessages(2)
                        .maxInFlight(1)
                        .overflowPolicy(policy)
                        .build()));
        publish("under-way");
        server.awaitRequest();
        publish("a");
        publish("a");

        await().until(() -> failed(reason) == 1);
    }

    @Test
    void showsTheBufferAndWhatIsUnderWay() {
        publish("a");
        server.awaitRequest();
        publish("a");

        assertThat(gauge("pushcast.buffer.messages")).isEqualTo(2);
        assertThat(gauge("pushcast.buffer.bytes"))
                .isEqualTo(pushcast.status().bufferedBytes())
                .isPositive();
        assertThat(gauge("pushcast.requests.active")).isEqualTo(1);
        assertThat(registry.get("pushcast.buffer.oldest.age").timeGauge().value(TimeUnit.NANOSECONDS))
                .isPositive();
    }

    @Test
    void showsThatTheBreakerIsOpen() throws Exception {
        publish("a");
        for (int request = 0; request < 5; request++) {
            assertThat(state(ServerState.SERVING)).isEqualTo(1);
            server.answer(OUTAGE);
            awaitRequests(Result.OUTAGE, request + 1);
        }

        assertThat(state(ServerState.OPEN)).isEqualTo(1);
        assertThat(state(ServerState.SERVING)).isZero();
    }

    @Test
    void showsThatTheAppIsSuspendedAndThatTheServerAskedToWait() throws Exception {
        publish("a");
        server.answer(new Retryable(Kind.THROTTLED, 429, null, Duration.ofSeconds(1), null));
        awaitRequests(Result.THROTTLED, 1);
        assertThat(state(ServerState.THROTTLING)).isEqualTo(1);

        server.answer(new Outcome.Suspended(401, "no"));
        awaitRequests(Result.SUSPENDED, 1);
        assertThat(state(ServerState.SUSPENDED)).isEqualTo(1);
        assertThat(state(ServerState.THROTTLING)).isZero();
    }

    @Test
    void hasAllMetersBeforeAnythingHappens() {
        for (Reason reason : Reason.values()) {
            assertThat(failed(reason)).isZero();
        }
        for (Result result : Result.values()) {
            assertThat(requests(result)).isZero();
        }
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(id.getName()).startsWith("pushcast."))
                .allSatisfy(id -> assertThat(id.getTag("app")).isEqualTo("shop"))
                .allSatisfy(id -> assertThat(id.getDescription()).isNotEmpty());
    }

    @Test
    void takesItsGaugesAwayWhenThePublisherIsClosed() {
        pushcast.close();

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getType())
                .isNotEmpty()
                .doesNotContain(Meter.Type.GAUGE);
    }

    @Test
    void servesOnePublisherOnly() {
        PushcastMetrics metrics = PushcastMetrics.in(registry);
        try (Pushcast first = Pushcast.builder()
                .name("one")
                .transport(server)
                .listener(metrics)
                .build()) {
            assertThatThrownBy(() -> Pushcast.builder()
                            .name("two")
                            .transport(server)
                            .listener(metrics)
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("These metrics count for a publisher already; give the publisher 'two' its own");
            assertThat(registry.find("pushcast.buffer.messages")
                            .tag("app", "one")
                            .gauge())
                    .isNotNull();
            assertThat(registry.find("pushcast.published").tag("app", "two").counter())
                    .isNull();
            assertThat(first.status().bufferedMessages()).isZero();
        }
    }

    @Test
    void wantsANameOfItsOwnForEachPublisher() {
        assertThatThrownBy(() -> publisher(Pushcast.builder()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The registry has meters of a publisher 'shop' already; give one of the two a name of its own,"
                                + " by Pushcast.builder().name(…)");
        assertThat(gauge("pushcast.buffer.messages")).isZero();
    }

    @Test
    void leavesResilience4jsOwnBindersAtWork() throws Exception {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        RetryRegistry retries = RetryRegistry.ofDefaults();
        RateLimiterRegistry limiters = RateLimiterRegistry.ofDefaults();
        TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(breakers).bindTo(registry);
        TaggedRetryMetrics.ofRetryRegistry(retries).bindTo(registry);
        TaggedRateLimiterMetrics.ofRateLimiterRegistry(limiters).bindTo(registry);
        try (Pushcast bound = Pushcast.builder()
                .name("bound")
                .transport(server)
                .resilience(quick().circuitBreakerRegistry(breakers)
                        .retryRegistry(retries)
                        .rateLimit(
                                RateLimiterConfig.custom().limitForPeriod(1_000).build())
                        .rateLimiterRegistry(limiters)
                        .build())
                .build()) {
            CompletableFuture<Delivery> delivery = publish(bound, "a");
            server.answer(OUTAGE);
            server.answer(ACCEPTED);
            delivery.join();
        }

        assertThat(registry.get("resilience4j.circuitbreaker.calls")
                        .tags("name", "bound", "kind", "failed")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("resilience4j.circuitbreaker.state")
                        .tags("name", "bound", "state", "closed")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("resilience4j.retry.calls")
                        .tags("name", "bound", "kind", "successful_with_retry")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("resilience4j.ratelimiter.available.permissions")
                        .tag("name", "bound")
                        .gauge()
                        .value())
                .isBetween(0.0, 1_000.0);
    }

    private CompletableFuture<Delivery> publish(String channel) {
        return publish(pushcast, channel);
    }

    private static CompletableFuture<Delivery> publish(Pushcast publisher, String channel) {
        return publisher.to(channel).named("event").payload("{}").publish().toCompletableFuture();
    }

    private double counter(String name) {
        return registry.get(name).tag("app", "shop").counter().count();
    }

    private double failed(Reason reason) {
        return registry.get("pushcast.failed")
                .tag("reason", lower(reason))
                .counter()
                .count();
    }

    private long requests(Result result) {
        return registry.get("pushcast.requests")
                .tag("result", lower(result))
                .timer()
                .count();
    }

    private double gauge(String name) {
        return registry.get(name).tag("app", "shop").gauge().value();
    }

    private double state(ServerState state) {
        return registry.get("pushcast.server.state")
                .tag("state", lower(state))
                .gauge()
                .value();
    }

    private void awaitRequests(Result result, long count) {
        await().until(() -> requests(result) == count);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Keeps each request until the test answers it. */
    private static final class Server implements Transport {

        private final BlockingQueue<CompletableFuture<Outcome>> underWay = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
            CompletableFuture<Outcome> answer = new CompletableFuture<>();
            underWay.add(answer);
            return answer;
        }

        void answer(Outcome outcome) throws InterruptedException {
            CompletableFuture<Outcome> next = underWay.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("a request under way").isNotNull();
            next.complete(outcome);
        }

        void awaitRequest() {
            await().until(() -> !underWay.isEmpty());
        }
    }
}
