package io.pushcast.spring.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.EventPublisher;
import io.pushcast.PublishOptions;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.SocketId;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.spring.DeliverySettingsBuilderCustomizer;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import io.pushcast.spring.RecordingTransport;
import io.pushcast.spring.outbox.PushcastOutboxAutoConfiguration;
import io.pushcast.spring.web.CurrentSocket;
import io.pushcast.transport.Transport;
import io.r2dbc.spi.ConnectionFactories;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Publishing on a thread that must not block, as those of WebFlux and of R2DBC drivers. */
class EventLoopTest {

    private static final OrderPlaced FIRST = new OrderPlaced("c-7", "o-1");
    private static final OrderPlaced SECOND = new OrderPlaced("c-7", "o-2");

    private final TransactionalOperator transaction = TransactionalOperator.create(
            new R2dbcTransactionManager(ConnectionFactories.get("r2dbc:h2:mem:///event-loops")));

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(PushcastAutoConfiguration.class, PushcastEventAutoConfiguration.class))
            .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1");

    /** Room for one message, which is never delivered. */
    private final ApplicationContextRunner full = application
            .withBean(Transport.class, () -> batch -> new CompletableFuture<>())
            .withPropertyValues(
                    "pushcast.delivery.buffer-messages=1",
                    "pushcast.delivery.max-block=1h",
                    "pushcast.delivery.close-timeout=1ms");

    private final WatchedDataSource database = new WatchedDataSource();

    private final ApplicationContextRunner withOutbox = application
            .withConfiguration(AutoConfigurations.of(
                    PushcastOutboxAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
            .withBean(RecordingTransport.class)
            .withBean(DataSource.class, () -> database)
            .withPropertyValues("pushcast.outbox.enabled=true");

    @Test
    void neverWaitsForRoomInAFullBuffer() {
        full.run(context -> {
            EventPublisher publisher = context.getBean(EventPublisher.class);
            publisher.publish(FIRST);

            assertThat(failureOf(onEventLoop(Mono.fromCallable(() -> publisher.publish(SECOND)))))
                    .isEqualTo(DeliveryException.Reason.BUFFER_FULL);
        });
    }

    @Test
    void otherThreadsWaitForRoomAsLongAsTheySay() {
        full.withPropertyValues("pushcast.delivery.max-block=200ms").run(context -> {
            EventPublisher publisher = context.getBean(EventPublisher.class);
            publisher.publish(FIRST);
            long start = System.nanoTime();

            assertThat(failureOf(publisher.publish(SECOND))).isEqualTo(DeliveryException.Reason.BUFFER_FULL);
            assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(190));
        });
    }

    @Test
    void waitsForRoomIfACustomizerSaysSo() {
        full.withBean(
                        DeliverySettingsBuilderCustomizer.class,
                        () -> settings ->
                                settings.maxBlock(Duration.ofMillis(200)).patience(() -> Duration.ofHours(1)))
                .run(context -> {
                    EventPublisher publisher = context.getBean(EventPublisher.class);
                    publisher.publish(FIRST);
                    long start = System.nanoTime();

                    assertThat(failureOf(onEventLoop(Mono.fromCallable(() -> publisher.publish(SECOND)))))
                            .isEqualTo(DeliveryException.Reason.BUFFER_FULL);
                    assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(190));
                });
    }

    @Test
    void doesNotHoldUpTheCommitOfAReactiveTransaction() {
        List<DeliveryException.Reason> failures = new CopyOnWriteArrayList<>();
        full.withBean(DeliveryListener.class, () -> new Failures(failures)).run(context -> {
            ReactiveEventPublisher publisher = context.getBean(ReactiveEventPublisher.class);

            onEventLoop(publisher.publish(FIRST).then(publisher.publish(SECOND)).as(transaction::transactional));
            await().untilAsserted(() -> assertThat(failures).containsExactly(DeliveryException.Reason.BUFFER_FULL));
        });
    }

    @Test
    void goesOnInTheSameThreadWithoutAnOutbox() {
        full.run(context -> {
            ReactiveEventPublisher publisher = context.getBean(ReactiveEventPublisher.class);

            assertThat(onEventLoop(publisher.publish(FIRST).then(threadName()))).startsWith("parallel");
            assertThat(onEventLoop(publisher
                            .publish(SECOND)
                            .as(transaction::transactional)
                            .then(threadName())))
                    .startsWith("parallel");
        });
    }

    @Test
    void isRefusedIfAnOutboxWouldBlockIt() {
        withOutbox.run(context -> {
            EventPublisher publisher = context.getBean(EventPublisher.class);

            assertThatThrownBy(() -> onEventLoop(Mono.fromCallable(() -> publisher.publish(FIRST))))
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("ReactiveEventPublisher")
                    .hasMessageContaining("boundedElastic");
            assertThatThrownBy(() -> onEventLoop(Mono.fromRunnable(() -> context.publishEvent(FIRST))))
                    .isInstanceOf(OutboxException.class);
            publisher.publish(SECOND);
            await().untilAsserted(() -> assertThat(delivered(context.getBean(RecordingTransport.class)))
                    .containsExactly("o-2"));
        });
    }

    @Test
    void leavesStoringInAnOutboxToAnotherThread() {
        withOutbox.run(context -> {
            ReactiveEventPublisher publisher = context.getBean(ReactiveEventPublisher.class);

            onEventLoop(publisher.publish(FIRST));
            await().untilAsserted(() -> assertThat(delivered(context.getBean(RecordingTransport.class)))
                    .containsExactly("o-1"));
            assertThat(database.wasAskedByAnEventLoop).isFalse();
        });
    }

    @Test
    void leavesStoringInAnOutboxAfterAReactiveCommitToAnotherThread() {
        withOutbox.run(context -> {
            ReactiveEventPublisher publisher = context.getBean(ReactiveEventPublisher.class);

            onEventLoop(publisher.publish(FIRST).then(publisher.publish(SECOND)).as(transaction::transactional));
            await().untilAsserted(() -> assertThat(delivered(context.getBean(RecordingTransport.class)))
                    .containsExactly("o-1", "o-2"));
            assertThat(database.wasAskedByAnEventLoop).isFalse();
        });
    }

    @Test
    void storesInAnOutboxAfterAReactiveCommitEvenIfNobodyWaitsForItAnyMore() {
        withOutbox.run(context -> {
            ReactiveEventPublisher publisher = context.getBean(ReactiveEventPublisher.class);
            CountDownLatch goOn = new CountDownLatch(1);
            CountDownLatch asked = database.holdUpElasticThreads(goOn);

            Disposable request = publisher
                    .publish(FIRST)
                    .as(transaction::transactional)
                    .subscribeOn(Schedulers.parallel())
                    .subscribe();
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            request.dispose();
            goOn.countDown();

            await().untilAsserted(() -> assertThat(delivered(context.getBean(RecordingTransport.class)))
                    .containsExactly("o-1"));
        });
    }

    @Test
    void takesTheCurrentSocketToTheOtherThread() {
        withOutbox
                .withBean(
                        PushcastBuilderCustomizer.class,
                        () -> builder ->
                                builder.currentSocket(() -> CurrentSocket.get().orElse(null)))
                .run(context -> {
                    ReactiveEventPublisher publisher = context.getBean(ReactiveEventPublisher.class);
                    Mono<Void> toOthers = publisher.publish(FIRST, PublishOptions.NONE.toOthers());

                    onEventLoop(Mono.fromRunnable(() -> CurrentSocket.within(SocketId.of("1.1"), toOthers::toFuture)));
                    onEventLoop(
                            toOthers.contextWrite(values -> values.put(CurrentSocket.CONTEXT_KEY, SocketId.of("2.2"))));
                    RecordingTransport server = context.getBean(RecordingTransport.class);
                    await().untilAsserted(() -> assertThat(server.messages())
                            .flatExtracting(
                                    message -> message.excludedSocket().stream().toList())
                            .containsExactlyInAnyOrder(SocketId.of("1.1"), SocketId.of("2.2")));
                });
    }

    private static <T> T onEventLoop(Mono<T> work) {
        return work.subscribeOn(Schedulers.parallel()).block(Duration.ofSeconds(10));
    }

    private static Mono<String> threadName() {
        return Mono.fromCallable(() -> Thread.currentThread().getName());
    }

    private static List<String> delivered(RecordingTransport server) {
        return server.payloads().stream()
                .map(payload -> payload.replaceAll(".*\"orderId\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private static DeliveryException.Reason failureOf(CompletionStage<Delivery> delivery) {
        return delivery.handle((delivered, failure) -> ((DeliveryException) failure).reason())
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private record Failures(List<DeliveryException.Reason> reasons) implements DeliveryListener {

        @Override
        public void onFailed(ChannelMessage message, DeliveryException failure) {
            reasons.add(failure.reason());
        }
    }

    /** H2, which knows whether an event loop waited for it. */
    private static final class WatchedDataSource extends DelegatingDataSource {

        private final AtomicBoolean wasAskedByAnEventLoop = new AtomicBoolean();
        private final CountDownLatch asked = new CountDownLatch(1);
        private volatile CountDownLatch goOn = new CountDownLatch(0);

        WatchedDataSource() {
            super(new SimpleDriverDataSource(
                    new org.h2.Driver(), "jdbc:h2:mem:" + System.nanoTime() + ";DB_CLOSE_DELAY=-1"));
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (Schedulers.isInNonBlockingThread()) {
                wasAskedByAnEventLoop.set(true);
            }
            if (Thread.currentThread().getName().startsWith("boundedElastic")) {
                asked.countDown();
                await(goOn);
            }
            return super.getConnection();
        }

        /** Until then; what is returned says that there is one. */
        CountDownLatch holdUpElasticThreads(CountDownLatch until) {
            goOn = until;
            return asked;
        }

        private static void await(CountDownLatch latch) throws SQLException {
            try {
                if (!latch.await(10, TimeUnit.SECONDS)) {
                    throw new SQLException("Nobody went on");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("Interrupted", e);
            }
        }
    }
}
