package io.pushcast.testing.outbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.testing.outbox.chaos.DeliveryLedger.Arrival;
import io.pushcast.testing.outbox.chaos.DeliveryLedger.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checker of the chaos test sees what it is there for. */
class DeliveryLedgerTest {

    private static final Message A1 = new Message("a", 1);
    private static final Message A2 = new Message("a", 2);
    private static final Message A3 = new Message("a", 3);
    private static final Message B1 = new Message("b", 1);

    private static DeliveryLedger arrived(Message... messages) {
        return new DeliveryLedger(
                Map.of(),
                Stream.of(messages).map(message -> new Arrival(message, 0)).toList());
    }

    @Test
    void seesWhatIsLost() {
        DeliveryLedger ledger = new DeliveryLedger(Map.of(A1, 0L, A2, 0L), List.of(new Arrival(A1, 5)));
        assertThat(ledger.lost()).containsExactly(A2);
        assertThat(ledger.neverCommitted()).isEmpty();
    }

    @Test
    void seesWhatArrivedAndWasNeverCommitted() {
        DeliveryLedger ledger = new DeliveryLedger(Map.of(A1, 0L), List.of(new Arrival(A1, 5), new Arrival(B1, 6)));
        assertThat(ledger.neverCommitted()).containsExactly(B1);
        assertThat(ledger.lost()).isEmpty();
    }

    @Test
    void seesDuplicates() {
        assertThat(arrived(A1, B1, A1, A1).duplicates()).isEqualTo(2);
        assertThat(arrived(A1, B1).duplicates()).isZero();
    }

    @Test
    void seesAMessageThatCameAfterALaterOneOfItsKey() {
        assertThat(arrived(A1, B1, A3, A2).outOfOrder()).containsExactly(A2);
        assertThat(arrived(A3, A2, A1).outOfOrder()).containsExactly(A2, A1);
    }

    @Test
    void doesNotMindGapsOtherKeysAndRepetitions() {
        assertThat(arrived(A1, B1, A3, A1).outOfOrder()).isEmpty();
    }

    @Test
    void measuresTheLongestWaitByTheFirstArrival() {
        DeliveryLedger ledger = new DeliveryLedger(
                Map.of(A1, 10L, B1, 10L, A2, 0L),
                List.of(new Arrival(A1, 15), new Arrival(B1, 30), new Arrival(A1, 90)));
        assertThat(ledger.longestWait(0, message -> true)).isEqualTo(Duration.ofMillis(20));
        assertThat(ledger.longestWait(0, message -> message.key().equals("a"))).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void countsNoWaitingBeforeTheTroubleBegan() {
        DeliveryLedger ledger =
                new DeliveryLedger(Map.of(A1, 10L, B1, 40L), List.of(new Arrival(A1, 50), new Arrival(B1, 55)));
        assertThat(ledger.longestWait(45, message -> true)).isEqualTo(Duration.ofMillis(10));
        assertThat(ledger.longestWait(60, message -> true)).isZero();
    }
}
