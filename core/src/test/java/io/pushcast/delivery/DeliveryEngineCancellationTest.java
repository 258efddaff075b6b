package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.Delivery;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DeliveryEngineCancellationTest {

    private final EngineHarness harness = new EngineHarness();

    @Test
    void takesBackWhatWasNotSent() {
        harness.publish("1", "a");
        CompletableFuture<Delivery> second = harness.publish("2", "a");

        assertThat(second.cancel(false)).isTrue();
        harness.transport.last().accept();

        assertThat(harness.ends).containsEntry("2", "CANCELLED").containsEntry("1", "DELIVERED");
        assertThat(harness.transport.sent).hasSize(1);
        assertThat(harness.engine.bufferedMessages()).isZero();
    }

    @Test
    void refusesToTakeBackWhatIsUnderWay() {
        CompletableFuture<Delivery> delivery = harness.publish("1", "a");

        assertThat(delivery.cancel(false)).isFalse();
        harness.transport.last().accept();
        assertThat(delivery).isCompleted();
    }

    @Test
    void takesNothingBackWhenADerivedStageIsCancelled() {
        harness.publish("1", "a");
        CompletableFuture<Delivery> second = harness.publish("2", "a");

        assertThat(second.thenApply(delivery -> delivery).cancel(false)).isTrue();
        harness.transport.last().accept();
        harness.transport.last().accept();

        assertThat(second).isCompleted();
    }
}
