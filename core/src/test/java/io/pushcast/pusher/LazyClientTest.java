package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.transport.Outcome.Kind;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LazyClientTest {

    /** Nothing listens there. */
    private final PusherApp app = PusherApp.fromUrl("http://k:hush@127.0.0.1:1/apps/3");

    private final HttpConnections connections = new HttpConnections(PusherTransport.builder(app), "test");
    private final PusherClient client =
            new PusherClient(app, new RequestSigner(app), new ServerClock(Clock.systemUTC()), connections, "test");
    private final AtomicInteger made = new AtomicInteger();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void isMadeOnceByTheFirstRequest() {
        LazyClient late = counting(() -> client);
        assertThat(made).hasValue(0);

        assertThat(kindOf(ask(late))).isEqualTo(Kind.OUTAGE);
        assertThat(kindOf(ask(late))).isEqualTo(Kind.OUTAGE);

        assertThat(made).hasValue(1);
    }

    @Test
    void isMadeOnceForRequestsAtTheSameTime() {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        LazyClient late = counting(() -> {
            making.countDown();
            awaitLatch(goOn);
            return client;
        });
        CompletableFuture<Kind> first = new CompletableFuture<>();
        CompletableFuture<Kind> second = new CompletableFuture<>();
        start(() -> first.complete(kindOf(ask(late))));
        awaitLatch(making);
        Thread waits = start(() -> second.complete(kindOf(ask(late))));
        awaitBlocked(waits);

        goOn.countDown();

        assertThat(first).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(Kind.OUTAGE);
        assertThat(second).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(Kind.OUTAGE);
        assertThat(made).hasValue(1);
    }

    @Test
    void isNotMadeAfterItWasClosedWithoutUse() {
        LazyClient late = counting(() -> client);

        late.close();
        late.close();

        assertThat(late.isClosed()).isTrue();
        assertThat(kindOf(ask(late))).isEqualTo(Kind.HELD);
        assertThat(made).hasValue(0);
    }

    @Test
    void isClosedAlsoWhenThatComesWhileItIsMade() throws InterruptedException {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        LazyClient late = counting(() -> {
            making.countDown();
            awaitLatch(goOn);
            return client;
        });
        CompletableFuture<Kind> answer = new CompletableFuture<>();
        start(() -> answer.complete(kindOf(ask(late))));
        awaitLatch(making);
        Thread closes = start(late::close);
        awaitBlocked(closes);

        goOn.countDown();

        closes.join(10_000);
        assertThat(closes.isAlive()).isFalse();
        assertThat(answer).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(connections.isClosed()).isTrue();
        assertThat(kindOf(ask(late))).isEqualTo(Kind.HELD);
        assertThat(made).hasValue(1);
    }

    @Test
    void isTriedAgainWhenItCouldNotBeMade() {
        LazyClient late = counting(() -> {
            if (made.get() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return client;
        });

        CompletableFuture<ServerResponse> failed = ask(late);

        assertThat(kindOf(failed)).isEqualTo(Kind.OUTAGE);
        assertThat(failed)
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(kindOf(ask(late))).isEqualTo(Kind.OUTAGE);
        assertThat(made).hasValue(2);
    }

    private LazyClient counting(Supplier<PusherClient> factory) {
        return new LazyClient(() -> {
            made.incrementAndGet();
            return factory.get();
        });
    }

    private static CompletableFuture<ServerResponse> ask(LazyClient late) {
        return late.ask(ready -> ready.get("/channels", Map.of()));
    }

    /** What became of the request; it has no answer in any case. */
    private static Kind kindOf(CompletableFuture<ServerResponse> answer) {
        Throwable failure = answer.handle((none, thrown) -> thrown)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return ((HttpExchangeException) failure).kind();
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitBlocked(Thread thread) {
        await().until(() -> thread.getState() == Thread.State.BLOCKED);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
