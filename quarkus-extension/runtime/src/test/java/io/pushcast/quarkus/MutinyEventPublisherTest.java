package io.pushcast.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.message.Delivery;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.IOThreadDetector;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MutinyEventPublisherTest {

    private final ExecutorService workers = Executors.newSingleThreadExecutor(task -> new Thread(task, "worker"));
    private final AtomicReference<String> publishedIn = new AtomicReference<>();
    private volatile boolean onEventLoop;

    @BeforeEach
    void detectEventLoops() {
        BlockingOperationControl.setIoThreadDetector(new IOThreadDetector[] {() -> onEventLoop});
    }

    @AfterEach
    void stop() {
        BlockingOperationControl.setIoThreadDetector(new IOThreadDetector[0]);
        workers.shutdownNow();
    }

    @Test
    void publishesInTheThreadThatSubscribes() {
        publish(new MutinyEventPublisher(publisher(), workers));

        assertThat(publishedIn).hasValue(Thread.currentThread().getName());
    }

    @Test
    void movesToAWorkerWhereItWouldBlockAnEventLoop() {
        onEventLoop = true;

        publish(new MutinyEventPublisher(publisher(), workers));

        assertThat(publishedIn).hasValue("worker");
    }

    @Test
    void staysOnTheEventLoopWhereItDoesNotBlock() {
        onEventLoop = true;

        publish(new MutinyEventPublisher(publisher()));

        assertThat(publishedIn).hasValue(Thread.currentThread().getName());
    }

    private static void publish(MutinyEventPublisher publisher) {
        assertThat(publisher.publish("event").subscribeAsCompletionStage()).succeedsWithin(Duration.ofSeconds(10));
    }

    private EventPublisher publisher() {
        return (EventPublisher) Proxy.newProxyInstance(
                EventPublisher.class.getClassLoader(), new Class<?>[] {EventPublisher.class}, (self, method, given) -> {
                    publishedIn.set(Thread.currentThread().getName());
                    return CompletableFuture.completedFuture(new Delivery(List.of()));
                });
    }
}
