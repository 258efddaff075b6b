package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeliveryEngineFlushAndCloseTest {

    private final EngineHarness harness = new EngineHarness();

    @Test
    void flushCompletesWhenAllPublishedBeforeHasAnOutcome() {
        harness.publish("1", "a");
        CompletableFuture<Void> flush = harness.engine.flush();
        harness.publish("2", "b");

        assertThat(flush).isNotDone();
        harness.transport.sent.get(0).answer(EngineHarness.REJECTED);
        assertThat(flush).isCompleted();
    }

    @Test
    void flushCompletesAfterTheOutcomesThatItWaitsFor() {
        List<String> told = new java.util.ArrayList<>();
        harness.publish("1", "a").whenComplete((delivery, failure) -> told.add("outcome"));
        harness.engine.flush().thenRun(() -> told.add("flush"));
        harness.transport.last().accept();

        assertThat(told).containsExactly("outcome", "flush");
    }

    @Test
    void flushOfNothingIsDone() {
        assertThat(harness.engine.flush()).isCompleted();
    }

    @Test
    void closeFailsWhatIsLeftAndLaterAnswersChangeNothing() {
        CompletableFuture<Delivery> sent = harness.publish("1", "a");
        CompletableFuture<Delivery> waiting = harness.publish("2", "a");

        harness.engine.close(Duration.ZERO);
        harness.transport.last().accept();

        assertThat(sent).isCompletedExceptionally();
        assertThat(waiting).isCompletedExceptionally();
        assertThat(harness.ends).containsEntry("1", "CLOSED").containsEntry("2", "CLOSED");
        assertThat(harness.endedTwice).isEmpty();
        assertThat(harness.engine.inFlight()).isZero();
    }

    @Test
    void takesNothingAfterClose() {
        harness.engine.close(Duration.ZERO);
        harness.publish("1", "a");

        assertThat(harness.failures.get("1")).hasMessageContaining("was published after close");
    }
}
