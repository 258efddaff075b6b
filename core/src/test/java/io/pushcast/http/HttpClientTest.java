package io.pushcast.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That threads and connections are made when the first request comes, and by whom. */
class HttpClientTest {

    /** Nothing listens there. */
    private final HttpClientSettings settings =
            HttpClientSettings.builder("127.0.0.1", 1, false).build();

    private final ConnectionPool pool = new ConnectionPool(settings);
    private final AtomicInteger made = new AtomicInteger();

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void isMadeOnceByTheFirstRequest() {
        HttpClient late = counting(() -> pool);
        assertThat(made).hasValue(0);

        assertThat(Result.of(late, "/").progress()).isEqualTo(RequestProgress.CONNECTING);
        assertThat(Result.of(late, "/").progress()).isEqualTo(RequestProgress.CONNECTING);

        assertThat(made).hasValue(1);
    }

    @Test
    void isMadeOnceForRequestsAtTheSameTime() {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HttpClient late = counting(() -> {
            making.countDown();
            awaitLatch(goOn);
            return pool;
        });
        CompletableFuture<RequestProgress> first = new CompletableFuture<>();
        CompletableFuture<RequestProgress> second = new CompletableFuture<>();
        start(() -> first.complete(Result.of(late, "/").progress()));
        awaitLatch(making);
        start(() -> second.complete(Result.of(late, "/").progress()));

        goOn.countDown();

        assertThat(first).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(RequestProgress.CONNECTING);
        assertThat(second).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(RequestProgress.CONNECTING);
        assertThat(made).hasValue(1);
    }

    /** On a busy machine that takes seconds in a JVM that has just started, and whoever sends has deadlines to look at. */
    @Test
    void hasNobodyWaitWhoSendsWhileItIsMade() {
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Thread> maker = new CompletableFuture<>();
        HttpClient late = counting(() -> {
            maker.complete(Thread.currentThread());
            awaitLatch(goOn);
            return pool;
        });

        // Were it made on this thread, it would wait for the latch, which this thread opens.
        CompletableFuture<Result> first = Result.send(late, Result.get("/"));
        CompletableFuture<Result> second = Result.send(late, Result.get("/"));

        assertThat(maker).succeedsWithin(10, TimeUnit.SECONDS).satisfies(thread -> {
            assertThat(thread).isNotSameAs(Thread.currentThread());
            assertThat(thread.getName()).isEqualTo("pushcast-http-init");
            assertThat(thread.isDaemon()).isTrue();
        });
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        goOn.countDown();
        assertThat(first).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(second).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void failsWhatWaitsForItWhenItIsClosed() {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HttpClient late = counting(() -> {
            making.countDown();
            awaitLatch(goOn);
            return pool;
        });
        CompletableFuture<Result> waits = Result.send(late, Result.get("/"));
        awaitLatch(making);

        start(late::close);

        assertThat(waits)
                .succeedsWithin(10, TimeUnit.SECONDS)
                .extracting(Result::progress)
                .isEqualTo(RequestProgress.WAITING);
        goOn.countDown();
    }

    @Test
    void isNotMadeAfterItWasClosedWithoutUse() {
        HttpClient late = counting(() -> pool);

        late.close();
        late.close();

        assertThat(late.isClosed()).isTrue();
        assertThat(Result.of(late, "/").progress()).isEqualTo(RequestProgress.WAITING);
        assertThat(made).hasValue(0);
    }

    @Test
    void isClosedAlsoWhenThatComesWhileItIsMade() throws InterruptedException {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        HttpClient late = counting(() -> {
            making.countDown();
            awaitLatch(goOn);
            return pool;
        });
        CompletableFuture<Result> answer = new CompletableFuture<>();
        start(() -> answer.complete(Result.of(late, "/")));
        awaitLatch(making);
        Thread closes = start(late::close);
        await().until(() -> closes.getState() == Thread.State.TIMED_WAITING);

        goOn.countDown();

        closes.join(10_000);
        assertThat(closes.isAlive()).isFalse();
        assertThat(answer).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(pool.isClosed()).isTrue();
        assertThat(Result.of(late, "/").progress()).isEqualTo(RequestProgress.WAITING);
        assertThat(made).hasValue(1);
    }

    @Test
    void isTriedAgainWhenItCouldNotBeMade() {
        HttpClient late = counting(() -> {
            if (made.get() == 1) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return pool;
        });

        Result failed = Result.of(late, "/");

        assertThat(failed.progress()).isEqualTo(RequestProgress.CONNECTING);
        assertThat(failed.cause()).isInstanceOf(OutOfMemoryError.class);
        assertThat(Result.of(late, "/").progress()).isEqualTo(RequestProgress.CONNECTING);
        assertThat(made).hasValue(2);
    }

    private HttpClient counting(Supplier<ConnectionPool> factory) {
        return new HttpClient(settings, same -> {
            made.incrementAndGet();
            return factory.get();
        });
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
