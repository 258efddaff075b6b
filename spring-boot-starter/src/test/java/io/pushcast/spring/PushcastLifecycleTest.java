package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

class PushcastLifecycleTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(PushcastAutoConfiguration.class))
            .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1");

    @Test
    void startsBeforeTheWebServerAndStopsAfterIt() {
        application.withBean(RecordingTransport.class).run(context -> {
            PushcastLifecycle lifecycle = context.getBean(PushcastLifecycle.class);
            assertThat(lifecycle.getPhase())
                    .isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
                    .isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
            assertThat(lifecycle.isRunning()).isTrue();
        });
    }

    @Test
    void deliversWhatBeansPublishAtTheirEnd() {
        RecordingTransport server = new RecordingTransport();
        application
                .withBean(Transport.class, () -> server)
                .withBean(Parting.class)
                .run(context -> assertThat(context.getBean(Parting.class)).isNotNull());
        assertThat(server.payloads()).containsExactly("\"good-bye\"");
    }

    @Test
    void endsPublishersBeforeWhatTheyAreMadeOf() {
        ClosableTransport server = new ClosableTransport();
        application
                .withBean(Transport.class, () -> server)
                .withBean(PartingTwice.class)
                .run(context -> assertThat(context.getBean(PartingTwice.class)).isNotNull());
        assertThat(server.sent).extracting(ChannelMessage::data).containsExactly("\"good-bye\"", "\"really\"");
        assertThat(server.refused).isEmpty();
    }

    @Test
    void waitsForAServerThatDoesNotAnswerOnceAndNotForEver() throws Exception {
        List<CompletableFuture<Delivery>> deliveries = new CopyOnWriteArrayList<>();
        AtomicLong closing = new AtomicLong();
        application
                .withBean(Transport.class, () -> messages -> new CompletableFuture<>())
                .withPropertyValues("pushcast.delivery.close-timeout=3s")
                .run(context -> {
                    deliveries.add(context.getBean(EventPublisher.class)
                            .to("a")
                            .named("n")
                            .payload(1)
                            .publish()
                            .toCompletableFuture());
                    closing.set(System.nanoTime());
                });
        assertThat(Duration.ofNanos(System.nanoTime() - closing.get()))
                .isBetween(Duration.ofMillis(2_900), Duration.ofMillis(5_900));
        assertThat(failureOf(deliveries.get(0)).reason()).isEqualTo(DeliveryException.Reason.CLOSED);
    }

    private static DeliveryException failureOf(CompletableFuture<Delivery> delivery) throws Exception {
        try {
            delivery.get(5, TimeUnit.SECONDS);
            throw new AssertionError("It was delivered");
        } catch (ExecutionException e) {
            return (DeliveryException) e.getCause();
        }
    }

    static final class ClosableTransport implements Transport {

        private final List<ChannelMessage> sent = new CopyOnWriteArrayList<>();
        private final List<ChannelMessage> refused = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        @Override
        public CompletionStage<Outcome> send(List<ChannelMessage> batch) {
            (closed ? refused : sent).addAll(batch);
            // Late, so that the second message of a key is still to be sent when the beans that publish have ended.
            return CompletableFuture.supplyAsync(
                    () -> Outcome.Accepted.INSTANCE, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    record Parting(EventPublisher publisher) implements DisposableBean {

        @Override
        public void destroy() {
            publisher.to("a").named("n").payload("good-bye").publish();
        }
    }

    record PartingTwice(EventPublisher publisher) implements DisposableBean {

        @Override
        public void destroy() {
            publisher.to("a").named("n").payload("good-bye").publish();
            publisher.to("a").named("n").payload("really").publish();
        }
    }
}
