package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.DeliveryStatus.ServerState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a publisher tells its listeners, from its start to its end. */
class CompositeDeliveryListenerTest {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void areToldTheWholeStoryInItsOrder() {
        Pushcast pushcast = Pushcast.builder()
                .transport(new AcceptingTransport())
                .name("shop")
                .listener(new Storyteller())
                .build();
        pushcast.to("orders").named("placed").payload("{}").publish();
        pushcast.close();

        assertThat(told)
                .containsExactly(
                        "started shop",
                        "published on main",
                        "request of 1",
                        "delivered",
                        "closed with 0 in the buffer");
    }

    @Test
    void thatThrowAtTheStartFailTheBuildingAndLeaveNothingBehind() {
        ClosingTransport transport = new ClosingTransport();
        DeliveryListener broken = new DeliveryListener() {

            @Override
            public void onStarted(DeliveryStatus status) {
                throw new IllegalStateException("no registry");
            }
        };

        assertThatThrownBy(() -> Pushcast.builder()
                        .transport(transport)
                        .listener(new Storyteller())
                        .listener(broken)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no registry");
        assertThat(closed).hasValue(1);
        assertThat(told).containsExactly("started pushcast", "closed with 0 in the buffer");
    }

    @Test
    void areToldThatItIsClosedIfAStageCouldNotBePutBeforeTheDelivery() {
        ClosingTransport transport = new ClosingTransport();

        assertThatThrownBy(() -> Pushcast.builder()
                        .transport(transport)
                        .listener(new Storyteller())
                        .wrapSink(sink -> {
                            throw new IllegalStateException("no transactions here");
                        })
                        .build())
                .hasMessage("no transactions here");
        assertThat(closed).hasValue(1);
        assertThat(told).last().isEqualTo("closed with 0 in the buffer");
    }

    @Test
    void areToldOnlyOnceHoweverOftenItIsClosed() {
        Pushcast pushcast = Pushcast.builder()
                .transport(new AcceptingTransport())
                .listener(new Storyteller())
                .build();
        pushcast.close();
        pushcast.close();

        assertThat(told).containsExactly("started pushcast", "closed with 0 in the buffer");
    }

    @Test
    void mayCloseThePublisherWhileAnotherThreadDoes() {
        CountDownLatch closing = new CountDownLatch(1);
        AtomicReference<Pushcast> publisher = new AtomicReference<>();
        DeliveryListener closer = new DeliveryListener() {

            @Override
            public void onDelivered(ChannelMessage message, Delivery delivery) {
                try {
                    closing.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                publisher.get().close(Duration.ofHours(1));
            }
        };
        publisher.set(Pushcast.builder()
                .transport(new ClosingTransport())
                .listener(closer)
                .listener(new Storyteller())
                .build());
        publisher.get().to("orders").named("placed").payload("{}").publish();

        assertThat(CompletableFuture.runAsync(() -> {
                    closing.countDown();
                    publisher.get().close(Duration.ofHours(1));
                }))
                .succeedsWithin(Duration.ofSeconds(30));
        assertThat(closed).hasValue(1);
    }

    @Test
    void mayThrowWithoutHarmToOthersOrToThePublication() {
        DeliveryListener broken = new DeliveryListener() {

            @Override
            public void onPublished(ChannelMessage message) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void onRequest(DeliveryListener.SentRequest request) {
                throw new IllegalStateException("broken");
            }
        };
        try (Pushcast pushcast = Pushcast.builder()
                .transport(new AcceptingTransport())
                .listener(broken)
                .listener(new Storyteller())
                .build()) {
            pushcast.to("orders").named("placed").payload("{}").publish();
        }

        assertThat(told).contains("published on main", "request of 1", "delivered");
    }

    /** The application wanted it, so that nobody has to look after it. */
    @Test
    void areToldThatTheApplicationCancelledAndTheLogHasNoWarning() {
        try (RecordedLog log = new RecordedLog(CompositeDeliveryListener.class);
                Pushcast pushcast = Pushcast.builder()
                        .transport(new PausedTransport())
                        .listener(new Storyteller())
                        .build()) {
            CompletableFuture<Delivery> delivery = pushcast.to("orders")
                    .named("placed")
                    .payload("{}")
                    .publish()
                    .toCompletableFuture();

            assertThat(delivery.cancel(false)).isTrue();
            pushcast.flush().toCompletableFuture().join();

            assertThat(told).contains("failed as CANCELLED");
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("INFO Not delivered")
                    .contains("was cancelled");
        }
    }

    @Test
    void statusOfAnIdlePublisherIsEmptyAndServing() {
        try (Pushcast pushcast =
                Pushcast.builder().transport(new AcceptingTransport()).build()) {
            DeliveryStatus status = pushcast.status();

            assertThat(status.server()).isEqualTo(ServerState.SERVING);
            assertThat(status.bufferedMessages()).isZero();
            assertThat(status.bufferedBytes()).isZero();
            assertThat(status.requestsInFlight()).isZero();
            assertThat(status.oldestAge()).isEqualTo(Duration.ZERO);
            assertThat(status)
                    .hasToString(
                            "DeliveryStatus[pushcast: 0 messages wait, 0 bytes, the oldest for PT0S; 0 requests are"
                                    + " under way; the server is SERVING]");
        }
    }

    private final class Storyteller implements DeliveryListener {

        private DeliveryStatus status;

        @Override
        public void onStarted(DeliveryStatus status) {
            this.status = status;
            told.add("started " + status.name());
        }

        @Override
        public void onPublished(ChannelMessage message) {
            told.add("published on " + Thread.currentThread().getName());
        }

        @Override
        public void onRequest(DeliveryListener.SentRequest request) {
            told.add("request of " + request.messages().size());
        }

        @Override
        public void onDelivered(ChannelMessage message, Delivery delivery) {
            told.add("delivered");
        }

        @Override
        public void onFailed(ChannelMessage message, DeliveryException failure) {
            told.add("failed as " + failure.reason());
        }

        @Override
        public void onClosed(DeliveryStatus closed) {
            told.add("closed with " + status.bufferedMessages() + " in the buffer");
        }
    }

    private static final class PausedTransport extends AcceptingTransport {

        @Override
        public Duration pause() {
            return Duration.ofHours(1);
        }
    }

    private final class ClosingTransport extends AcceptingTransport {

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
