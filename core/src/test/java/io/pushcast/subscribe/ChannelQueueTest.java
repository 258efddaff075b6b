package io.pushcast.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelQueueTest {

    private final ExecutorService executor = Executors.newFixedThreadPool(4);

    @AfterEach
    void close() {
        executor.shutdownNow();
    }

    @Test
    void keepsTheOrderWhateverThreadsThereAre() throws Exception {
        ChannelQueue queue = new ChannelQueue(executor);
        List<Integer> done = new ArrayList<>();

        IntStream.range(0, 10_000).forEach(i -> queue.add(() -> done.add(i)));
        queue.drained().get(10, TimeUnit.SECONDS);

        assertThat(done).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void goesOnAfterATaskThatFails() throws Exception {
        ChannelQueue queue = new ChannelQueue(executor);
        CompletableFuture<String> next = new CompletableFuture<>();
        queue.add(() -> {
            throw new IllegalStateException("on purpose");
        });
        queue.add(() -> next.complete("done"));

        assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo("done");
    }

    @Test
    void doesNotWaitForItself() throws Exception {
        ChannelQueue queue = new ChannelQueue(executor);
        CompletableFuture<Boolean> drained = new CompletableFuture<>();
        queue.add(() -> drained.complete(queue.drained().isDone()));

        assertThat(drained.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void letsAnotherThreadDoTheRest() throws Exception {
        ChannelQueue queue = new ChannelQueue(executor);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> done = new ArrayList<>();
        queue.add(() -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        queue.add(() -> done.add("rest"));

        queue.runRest();

        assertThat(done).containsExactly("rest");
        release.countDown();
    }
}
