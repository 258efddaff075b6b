package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.RecordedLog;
import io.pushcast.message.Delivery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A callback that waits for what is told after it would wait for ever. */
class WaitingInCallbackTest {

    private final EngineHarness harness = new EngineHarness();

    enum Wait {
        JOIN,
        GET,
        GET_WITH_TIMEOUT;

        void on(CompletableFuture<?> future) {
            try {
                switch (this) {
                    case JOIN -> future.join();
                    case GET -> future.get();
                    case GET_WITH_TIMEOUT -> future.get(1, TimeUnit.HOURS);
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsAtOnce(Wait wait) {
        assertRefused(wait, () -> harness.publish("2", "b"));
    }

    @ParameterizedTest
    @EnumSource
    void failsAtOnceForAFlush(Wait wait) {
        assertRefused(wait, () -> {
            harness.publish("2", "b");
            return harness.engine.flush();
        });
    }

    @ParameterizedTest
    @EnumSource
    void failsAtOnceForWhatIsDerived(Wait wait) {
        assertRefused(wait, () -> harness.publish("2", "b").thenApply(Delivery::receipts));
    }

    private void assertRefused(Wait wait, Supplier<CompletableFuture<?>> publication) {
        try (RecordedLog log = new RecordedLog(CallbackDispatcher.class)) {
            CompletableFuture<Void> callback =
                    harness.publish("1", "a").thenAccept(delivery -> wait.on(publication.get()));
            harness.transport.last().accept();

            assertThatThrownBy(callback::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("A callback waits for a publication or flush of its own publisher")
                    .hasMessageContaining("thenCompose");
            assertThat(log.lines())
                    .containsExactly("ERROR A callback of the application waits for what is told after it");
        }
        harness.transport.last().accept();
        assertThat(harness.ends).as("nothing is blocked").containsEntry("2", "DELIVERED");
    }

    @Test
    void mayAskForWhatIsDone() {
        CompletableFuture<Delivery> first = harness.publish("1", "a");
        CompletableFuture<String> callback =
                first.thenApply(delivery -> first.join().receipts().get(0).messageId());
        harness.transport.last().accept();

        assertThat(callback).isCompletedWithValue("1");
    }
}
