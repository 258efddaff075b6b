package io.pushcast.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.RecordedLog;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TransactionBoundSinkTest {

    private final List<String> handedOn = new ArrayList<>();
    private final List<Runnable> callbacks = new ArrayList<>();
    private boolean shutDown;
    private TransactionBuffer<?> buffer;
    private boolean inTransaction = true;
    private final TransactionBoundSink sink = new TransactionBoundSink(
            (owner, first) -> {
                if (!inTransaction) {
                    return null;
                }
                buffer = buffer == null ? first.get() : buffer;
                return buffer;
            },
            this::deliver,
            task -> {
                if (shutDown) {
                    throw new RejectedExecutionException("shut down");
                }
                callbacks.add(task);
            });

    @Test
    void handsOnAtOnceOutsideATransaction() {
        inTransaction = false;

        assertThat(publish("a")).isCompleted();
        assertThat(handedOn).containsExactly("a");
    }

    @Test
    void handsOnInOrderAfterTheCommitWhetherItWasAnnouncedOrNot() {
        publish("a");
        publish("b");
        buffer.beforeCommit();
        publish("during the commit");
        assertThat(handedOn).isEmpty();

        buffer.end(TransactionEnd.COMMITTED);

        assertThat(handedOn).containsExactly("a", "b", "during the commit");
    }

    @Test
    void losesNothingElseToAnErrorAndThrowsNothingAtWhoeverCommits() {
        CompletableFuture<Delivery> broken = publish("Error");
        publish("b");

        buffer.end(TransactionEnd.COMMITTED);

        assertThatThrownBy(broken::join).hasCauseInstanceOf(AssertionError.class);
        assertThat(handedOn).containsExactly("b");
    }

    @Test
    void tellsOfARollbackByAnotherThread() {
        CompletableFuture<Delivery> lost = publish("a");

        buffer.end(TransactionEnd.ROLLED_BACK);

        assertThat(lost).isNotDone();
        callbacks.forEach(Runnable::run);
        assertNotPublished(lost, "was published in a transaction that rolled back");
        assertThat(handedOn).isEmpty();
    }

    @Test
    void tellsOfARollbackByItselfWhereNoOtherThreadIsToBeHad() {
        shutDown = true;
        CompletableFuture<Delivery> lost = publish("a");

        buffer.end(TransactionEnd.ROLLED_BACK);

        assertNotPublished(lost, "was published in a transaction that rolled back");
    }

    @Test
    void tellsOfThePartThatRolledBack() {
        publish("a");
        buffer.savepoint(1);
        CompletableFuture<Delivery> lost = publish("b");
        buffer.rollbackTo(1);
        callbacks.forEach(Runnable::run);

        buffer.end(TransactionEnd.COMMITTED);

        assertNotPublished(lost, "was published in a part of a transaction that rolled back");
        assertThat(handedOn).containsExactly("a");
    }

    @Test
    void logsEachWhereNobodyKnowsWhetherTheTransactionCommitted() {
        try (RecordedLog log = new RecordedLog(DeliveryAfterCommit.class)) {
            CompletableFuture<Delivery> lost = publish("m-1");
            publish("m-2");

            buffer.end(TransactionEnd.UNKNOWN);
            callbacks.forEach(Runnable::run);

            assertNotPublished(lost, "was published in a transaction whose outcome is unknown");
            assertThat(log.lines())
                    .hasSize(2)
                    .allMatch(line -> line.startsWith("ERROR") && line.contains("whose outcome is unknown"))
                    .anyMatch(line -> line.contains("m-1"))
                    .anyMatch(line -> line.contains("m-2"));
        }
    }

    @Test
    void takesBackWhatIsCancelledBeforeTheCommit() {
        publish("a").cancel(false);
        publish("b");

        buffer.end(TransactionEnd.COMMITTED);

        assertThat(handedOn).containsExactly("b");
    }

    private static void assertNotPublished(CompletableFuture<Delivery> lost, String why) {
        assertThatThrownBy(lost::join)
                .cause()
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(DeliveryException.Reason.ROLLED_BACK))
                .hasMessageEndingWith(why);
    }

    private CompletableFuture<Delivery> publish(String event) {
        return sink.accept(ChannelMessage.builder(event, List.of(ChannelName.of("steps")), event, "{}")
                        .build())
                .toCompletableFuture();
    }

    private CompletableFuture<Delivery> deliver(ChannelMessage message) {
        if (message.event().equals("Error")) {
            throw new AssertionError("a listener's");
        }
        handedOn.add(message.event());
        return CompletableFuture.completedFuture(new Delivery(List.of()));
    }
}
