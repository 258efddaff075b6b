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

/** That threads and connections are made by the first request. */
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
        Thread waits = start(() -> second.complete(Result.of(late, "/").progress()));
        awaitBlocked(waits);

        goOn.countDown();

        assertThat(first).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(RequestProgress.CONNECTING);
        assertThat(second).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(RequestProgress.CONNECTING);
        assertThat(made).hasValue(1);
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
        awaitBlocked(closes);

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
