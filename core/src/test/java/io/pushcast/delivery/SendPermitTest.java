package io.pushcast.delivery;

import static io.pushcast.delivery.EngineHarness.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.DeliveryException;
import io.pushcast.message.SendPermit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Messages that are sent only as long as somebody has the right to. */
class SendPermitTest {

    private final EngineHarness harness = new EngineHarness();
    private final Set<String> lost = new HashSet<>();
    private final List<String> told = new ArrayList<>();

    private final class Owner implements SendPermit {

        private final String id;

        Owner(String id) {
            this.id = id;
        }

        @Override
        public boolean holds() {
            return !lost.contains(id);
        }

        @Override
        public void accepted() {
            told.add(id + " accepted");
        }

        @Override
        public void failed(DeliveryException failure) {
            told.add(id + " " + failure.reason());
        }
    }

    private void publish(String id, String channel) {
        harness.engine.accept(message(id, channel), new Owner(id));
        harness.engine.dispatch();
    }

    @Test
    void theOwnerIsToldOfTheEnd() {
        publish("1", "a");
        harness.transport.last().accept();
        publish("2", "a");
        harness.transport.last().answer(EngineHarness.REJECTED);

        assertThat(told).containsExactly("1 accepted", "2 REJECTED");
        assertThat(harness.ends).containsEntry("1", "DELIVERED").containsEntry("2", "REJECTED");
    }

    @Test
    void whatWasLostWhileItWaitedIsNotSentAndTheOthersAre() {
        publish("0", "x");
        publish("1", "a");
        publish("2", "b");
        publish("3", "a");
        lost.addAll(Set.of("1", "3"));
        harness.transport.last().accept();

        assertThat(harness.transport.idsOfRequests()).containsExactly(List.of("0"), List.of("2"));
        assertThat(told).containsExactlyInAnyOrder("0 accepted", "1 LEFT_IN_OUTBOX", "3 LEFT_IN_OUTBOX");
        harness.transport.last().accept();
        assertThat(harness.engine.isAtRest()).isTrue();
    }

    @Test
    void whatWasLostInBackoffIsNotSentAgain() {
        publish("1", "a");
        harness.transport.last().answer(EngineHarness.OUTAGE);
        lost.add("1");
        harness.pass(Duration.ofSeconds(1));

        assertThat(harness.transport.sent).hasSize(1);
        assertThat(told).containsExactly("1 LEFT_IN_OUTBOX");
        assertThat(harness.engine.isAtRest()).isTrue();
    }

    @Test
    void aKeyGoesOnBehindALostMessage() {
        publish("1", "a");
        harness.transport.last().answer(EngineHarness.OUTAGE);
        publish("2", "a");
        lost.add("1");
        harness.pass(Duration.ofSeconds(1));

        assertThat(harness.transport.idsOfRequests()).containsExactly(List.of("1"), List.of("2"));
    }

    @Test
    void whatCloseGivesUpIsLeft() {
        publish("1", "a");
        harness.publish("2", "b");
        harness.engine.close(Duration.ZERO);

        assertThat(told).containsExactly("1 LEFT_IN_OUTBOX");
        assertThat(harness.ends).containsEntry("1", "LEFT_IN_OUTBOX").containsEntry("2", "CLOSED");
    }
}
