package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryListener;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PublisherMisuseTest {

    @Test
    @Timeout(30)
    void refusesACallbackThatWaitsForAFlush() {
        try (Pushcast pushcast =
                Pushcast.builder().transport(new AcceptingTransport()).build()) {
            CompletionStage<Void> callback = pushcast.to("a")
                    .named("e")
                    .payload(1)
                    .publish()
                    .thenRun(() -> {
                        pushcast.to("a").named("e").payload(2).publish();
                        pushcast.flush().toCompletableFuture().join();
                    });

            assertThatThrownBy(() -> callback.toCompletableFuture().join())
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("A callback waits for a publication or flush of its own publisher");
            assertThat(pushcast.to("a").named("e").payload(3).publish().toCompletableFuture())
                    .succeedsWithin(Duration.ofSeconds(20));
        }
    }

    @Test
    @Timeout(30)
    void blocksNoThreadThatDeliversByAClose() throws Exception {
        OneThreadTransport transport = new OneThreadTransport();
        AtomicReference<Pushcast> publisher = new AtomicReference<>();
        CountDownLatch closed = new CountDownLatch(1);
        publisher.set(Pushcast.builder()
                .transport(transport)
                .callbackExecutor(Runnable::run)
                .listener(new DeliveryListener() {

                    @Override
                    public void onDelivered(ChannelMessage message, Delivery delivery) {
                        if (message.event().equals("first")) {
                            // What waits can only be delivered by the thread that makes this callback.
                            publisher.get().close(Duration.ofHours(1));
                            closed.countDown();
                        }
                    }
                })
                .build());
        CompletionStage<Delivery> first =
                publisher.get().to("a").named("first").payload(1).publish();
        CompletionStage<Delivery> second =
                publisher.get().to("a").named("second").payload(2).publish();
        transport.answerAll();

        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(first.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(second.toCompletableFuture())
                .as("the close waits for it, elsewhere")
                .succeedsWithin(Duration.ofSeconds(20));
    }

    /** As an HTTP client does: one thread tells of all answers. */
    private static final class OneThreadTransport implements Transport {

        private final CountDownLatch released = new CountDownLatch(1);
        private final java.util.concurrent.ExecutorService thread =
                java.util.concurrent.Executors.newSingleThreadExecutor(task -> {
                    Thread daemon = new Thread(task, "io");
                    daemon.setDaemon(true);
                    return daemon;
                });

        @Override
        public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            released.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return Outcome.Accepted.INSTANCE;
                    },
                    thread);
        }

        void answerAll() {
            released.countDown();
        }

        @Override
        public void close() {
            thread.shutdown();
        }
    }

    @ParameterizedTest
    @MethodSource
    void refusesNullWhereItIsSet(ThrowingCallable setter) {
        assertThatNullPointerException().isThrownBy(setter);
    }

    @SuppressWarnings("NullAway")
    static Stream<ThrowingCallable> refusesNullWhereItIsSet() {
        DeliverySettings.Builder delivery = DeliverySettings.builder();
        ResilienceSettings.Builder resilience = ResilienceSettings.builder();
        return Stream.of(
                () -> delivery.linger(null),
                () -> delivery.deliveryTimeout(null),
                () -> delivery.maxBlock(null),
                () -> delivery.closeTimeout(null),
                () -> delivery.overflowPolicy(null),
                () -> delivery.patience(null),
                () -> resilience.initialBackoff(null),
                () -> resilience.maxBackoff(null),
                () -> resilience.suspension(null),
                () -> resilience.maxRetryAfter(null),
                () -> resilience.circuitBreaker(null),
                () -> resilience.circuitBreakerRegistry(null),
                () -> resilience.retryRegistry(null),
                () -> resilience.rateLimit(null),
                () -> resilience.rateLimiterRegistry(null),
                () -> PublishOptions.NONE.deadline(null),
                () -> Pushcast.builder().app(null),
                () -> Pushcast.builder().transport(null),
                () -> Pushcast.builder().name((String) null),
                () -> Pushcast.builder().mappings(null),
                () -> Pushcast.builder().json(null),
                () -> Pushcast.builder().limits(null),
                () -> Pushcast.builder().delivery(null),
                () -> Pushcast.builder().resilience(null),
                () -> Pushcast.builder().listener(null),
                () -> Pushcast.builder().callbackExecutor(null),
                () -> Pushcast.builder().outbox(null),
                () -> Pushcast.builder().currentSocket(null),
                () -> Pushcast.builder().wrapSink(null));
    }

    @Test
    void refusesMoreRequestsAtATimeThanThereCanBeConnections() {
        assertThatThrownBy(() -> DeliverySettings.builder().maxInFlight(1_000_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxInFlight must be at most 10000, not 1000000: each request under way has a connection");
    }
}
