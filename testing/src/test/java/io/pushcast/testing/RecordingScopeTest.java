package io.pushcast.testing;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.testing.RecordingPublisher.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that share a publisher and run at the same time, each in a thread of its own. */
class RecordingScopeTest {

    private final RecordingPublisher publisher = RecordingPublisher.create();
    private final ExecutorService first = Executors.newSingleThreadExecutor();
    private final ExecutorService second = Executors.newSingleThreadExecutor();
    private final ExecutorService stranger = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        List.of(first, second, stranger).forEach(ExecutorService::shutdownNow);
        publisher.close();
    }

    private static <T> T in(ExecutorService thread, Callable<T> task) throws Exception {
        Future<T> future = thread.submit(task);
        return future.get();
    }

    private Object publish(String name) {
        return publisher.to("a").named(name).payload(1).publish();
    }

    private List<String> names() {
        return publisher.events().stream().map(RecordedEvent::name).toList();
    }

    @Test
    void eachSeesItsOwnAndWhatNobodyElseIsKnownToHaveCaused() throws Exception {
        Scope ofFirst = in(first, publisher::scope);
        in(first, () -> publish("by-first"));
        Scope ofSecond = in(second, publisher::scope);
        in(second, () -> publish("by-second"));
        in(stranger, () -> publish("by-a-pool"));

        assertThat(in(first, this::names)).containsExactly("by-first", "by-a-pool");
        assertThat(in(second, this::names)).containsExactly("by-second", "by-a-pool");
        assertThat(in(stranger, this::names)).containsExactly("by-first", "by-second", "by-a-pool");
        in(second, () -> {
            publisher.forget();
            assertThat(publisher).receivedNothing();
            return null;
        });
        assertThat(in(first, this::names)).containsExactly("by-first", "by-a-pool");

        in(second, () -> {
            ofSecond.close();
            return null;
        });
        assertThat(in(stranger, this::names)).as("of the only test that runs").containsExactly("by-first", "by-a-pool");
        in(first, () -> {
            ofFirst.close();
            return null;
        });
    }

    @Test
    void oneAfterTheOtherBeginsWithNothing() {
        publish("before");
        try (Scope test = publisher.scope()) {
            assertThat(test).isNotNull();
            assertThat(publisher).receivedNothing();
            publish("within");
            assertThat(names()).containsExactly("within");
        }
        assertThat(names()).containsExactly("within");
    }

    /** As often as it takes to see what a shared recording would lose. */
    @Test
    void losesNothingToTestsThatBeginMeanwhile() throws Exception {
        List<Future<List<String>>> tests = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < 200; i++) {
                String name = "of-" + i;
                tests.add(pool.submit(() -> {
                    try (Scope scope = publisher.scope()) {
                        publish(name);
                        Thread.yield();
                        assertThat(scope).isNotNull();
                        return names();
                    }
                }));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(tests.get(i).get()).containsExactly("of-" + i);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
