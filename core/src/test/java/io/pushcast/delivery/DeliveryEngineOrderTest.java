package io.pushcast.delivery;

import static io.pushcast.delivery.EngineHarness.unordered;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.Limits;
import io.pushcast.resilience.ResilienceSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryEngineOrderTest {

    private final EngineHarness harness = new EngineHarness();

    @Test
    void holdsAKeyWhileARequestWithItIsUnderWayAndLetsOthersGo() {
        harness.publish("a1", "a");
        harness.publish("a2", "a");
        harness.publish("b1", "b");
        harness.pass(Duration.ofMillis(5));

        assertThat(harness.transport.idsOfRequests()).containsExactly(List.of("a1"), List.of("b1"));
        harness.transport.sent.get(0).accept();
        harness.pass(Duration.ofMillis(5));
        assertThat(harness.transport.last().ids()).containsExactly("a2");
    }

    @Test
    void keepsOrderWithinAKeyAcrossRetries() {
        harness.publish("a1", "a");
        harness.publish("a2", "a");
        harness.transport.last().answer(EngineHarness.OUTAGE);
        harness.publish("b1", "b");

        assertThat(harness.transport.last().ids()).containsExactly("b1");
        harness.pass(Duration.ofMillis(50));
        assertThat(harness.transport.last().ids()).containsExactly("a1");
        harness.transport.last().accept();
        harness.pass(Duration.ofMillis(5));
        assertThat(harness.transport.last().ids()).containsExactly("a2");
    }

    @Test
    void lettingMessagesWithoutAKeyOvertakeEachOther() {
        harness.publish(unordered("1", "a"));
        harness.publish(unordered("2", "a"));
        harness.pass(Duration.ofMillis(5));

        assertThat(harness.transport.underWay()).hasSize(2);
    }

    @Test
    void startsWithTheKeyThatHasWaitedLongest() {
        EngineHarness one = new EngineHarness(
                DeliverySettings.builder().maxInFlight(1).build(),
                Limits.PUSHER.withMaxBatchSize(1),
                ResilienceSettings.defaults());
        one.publish("a1", "a");
        one.publish("b1", "b");
        one.publish("a2", "a");
        one.publish("c1", "c");
        for (int i = 0; i < 4; i++) {
            one.transport.last().accept();
        }

        assertThat(one.transport.idsOfRequests())
                .containsExactly(List.of("a1"), List.of("b1"), List.of("a2"), List.of("c1"));
    }
}
