package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.message.OrderingKey;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.resilience.ResilientTransport;
import io.pushcast.resilience.RetrySchedule;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An engine on a harness: time stands until the test moves it, requests wait until it answers them, no thread but the test's. */
final class EngineHarness {

    static final Retryable OUTAGE = new Retryable(Kind.OUTAGE, 503, "down", null, null);
    static final Retryable LOST = new Retryable(Kind.UNKNOWN, 0, null, null, new java.io.IOException("reset"));
    static final Outcome.Rejected REJECTED = new Outcome.Rejected(400, "bad request");

    final ManualTransport transport = new ManualTransport();
    final Map<String, String> ends = new LinkedHashMap<>();
    final Map<String, DeliveryException> failures = new LinkedHashMap<>();
    final List<String> endedTwice = new ArrayList<>();
    final List<String> published = new ArrayList<>();
    final List<DeliveryListener.SentRequest> requests = new ArrayList<>();
    final DeliveryEngine engine;
    private long now = Long.MAX_VALUE - Duration.ofMillis(50).toNanos();

    EngineHarness() {
        this(DeliverySettings.defaults());
    }

    EngineHarness(DeliverySettings settings) {
        this(settings, Limits.PUSHER, ResilienceSettings.defaults());
    }

    EngineHarness(DeliverySettings settings, Limits limits, ResilienceSettings resilience) {
        this(settings, limits, resilience, false);
    }

    private EngineHarness(
            DeliverySettings settings, Limits limits, ResilienceSettings resilience, boolean behindBreaker) {
        this.engine = new DeliveryEngine(
                "bench",
                behindBreaker ? new ResilientTransport("bench", transport, resilience, () -> now) : transport,
                new RetrySchedule("bench", resilience, () -> 0.5),
                settings,
                limits,
                new Recorder(),
                Runnable::run,
                () -> now);
    }

    /** One with all that stands before the transport in a publisher: breaker, suspension, throttle. */
    static EngineHarness resilient(DeliverySettings settings, ResilienceSettings resilience) {
        return new EngineHarness(settings, Limits.PUSHER, resilience, true);
    }

    CompletableFuture<Delivery> publish(String id, String channel) {
        return publish(message(id, channel));
    }

    CompletableFuture<Delivery> publish(ChannelMessage message) {
        CompletableFuture<Delivery> delivery = engine.accept(message).toCompletableFuture();
        engine.dispatch();
        return delivery;
    }

    long now() {
        return now;
    }

    void pass(Duration time) {
        now += time.toNanos();
        engine.dispatch();
    }

    static ChannelMessage message(String id, String... channels) {
        return builder(id, channels).build();
    }

    static ChannelMessage unordered(String id, String channel) {
        return builder(id, channel).orderedBy(OrderingKey.NONE).build();
    }

    static ChannelMessage.Builder builder(String id, String... channels) {
        return ChannelMessage.builder(
                id,
                java.util.Arrays.stream(channels).map(ChannelName::of).toList(),
                "event",
                "{\"id\":\"" + id + "\"}");
    }

    private final class Recorder implements DeliveryListener {

        @Override
        public void onPublished(ChannelMessage message) {
            published.add(message.id());
        }

        @Override
        public void onRequest(DeliveryListener.SentRequest request) {
            requests.add(request);
        }

        @Override
        public void onDelivered(ChannelMessage message, Delivery delivery) {
            end(message, "DELIVERED");
        }

        @Override
        public void onFailed(ChannelMessage message, DeliveryException failure) {
            failures.put(message.id(), failure);
            end(message, failure.reason().name());
        }

        private void end(ChannelMessage message, String how) {
            if (ends.put(message.id(), how) != null) {
                endedTwice.add(message.id());
            }
        }
    }
}
