package io.pushcast.quarkus.runtime.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.Pushcast;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.transaction.TransactionBoundSink;
import jakarta.transaction.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JtaTransactionsTest {

    private final TestTransaction transaction = new TestTransaction();
    private final List<String> delivered = new ArrayList<>();
    private final Map<String, CompletableFuture<Delivery>> deliveries = new HashMap<>();
    private final TransactionBoundSink sink = new TransactionBoundSink(new JtaTransactions(transaction), this::deliver, Runnable::run);

    @ParameterizedTest
    @ValueSource(ints = {Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED})
    void handsOnAtOnceWithoutAnOpenTransaction(int status) {
        transaction.status = status;

        publish("a");

        assertThat(delivered).containsExactly("a");
    }

    @Test
    void handsOnInOrderAfterTheCommit() {
        publish("a");
        publish("b");
        assertThat(delivered).isEmpty();

        transaction.end(Status.STATUS_COMMITTED);

        assertThat(delivered).containsExactly("a", "b");
        assertThat(transaction.registered).hasSize(1);
    }

    @Test
    void waitsForRoomForAllMessagesOfATransactionNoLongerThanForOne() {
        DeliverySettings small = DeliverySettings.builder()
                .bufferMessages(1)
                .maxBlock(Duration.ofMillis(300))
                .build();
        try (Pushcast full = Pushcast.builder()
                .transport(messages -> new CompletableFuture<>())
                .delivery(small)
                .wrapSink(next -> new TransactionBoundSink(new JtaTransactions(transaction), next, Runnable::run))
                .build()) {
            List<CompletableFuture<Delivery>> results = IntStream.range(0, 10)
                    .mapToObj(i ->
                            full.to("steps").named("moved").payload(i).publish().toCompletableFuture())
                    .toList();

            long start = System.nanoTime();
            transaction.end(Status.STATUS_COMMITTED);

            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            full.close(Duration.ZERO);

            assertThat(waited).isLessThan(Duration.ofMillis(2_000));
            assertThat(results.subList(1, 10))
                    .allSatisfy(each -> assertThat(each).failsWithin(Duration.ofSeconds(30)));
        }
    }

    @Test
    void completesWithWhatBecameOfIt() {
        CompletableFuture<Delivery> good = publish("good");
        CompletableFuture<Delivery> bad = publish("bad");
        transaction.end(Status.STATUS_COMMITTED);
        assertThat(good).isNotDone();

        Delivery delivery = new Delivery(List.of());
        deliveries.get("good").complete(delivery);
        deliveries.get("bad").completeExceptionally(new IllegalStateException("No"));

        assertThat(good).isCompletedWithValue(delivery);
        assertThatThrownBy(bad::join).cause().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void failsAfterARollback() {
        CompletableFuture<Delivery> result = publish("a");

        transaction.end(Status.STATUS_ROLLEDBACK);

        assertRolledBack(result, "rolled back");
        assertThat(delivered).isEmpty();
    }

    @Test
    void saysThatItDoesNotKnowTheEndWhereNobodyDoes() {
        CompletableFuture<Delivery> result = publish("a");

        transaction.end(Status.STATUS_UNKNOWN);

        assertRolledBack(result, "was published in a transaction whose outcome is unknown");
        assertThat(delivered).isEmpty();
    }

    @Test
    void failsWhatComesAfterAnotherThreadHasRolledBack() throws Exception {
        CompletableFuture<Delivery> before = publish("a");
        inAnotherThread(() -> transaction.end(Status.STATUS_ROLLEDBACK));

        assertRolledBack(publish("b"), "rolled back");
        assertRolledBack(before, "rolled back");
        assertThat(delivered).isEmpty();
    }

    @Test
    void failsTheFirstMessageOfATransactionThatAnotherThreadHasRolledBack() {
        transaction.status = Status.STATUS_ROLLEDBACK;

        assertRolledBack(publish("a"), "rolled back");
        assertThat(delivered).isEmpty();
    }

    @Test
    void failsWhatIsPublishedWhileAnotherThreadRollsBack() {
        publish("a");
        transaction.registered.forEach(each -> each.afterCompletion(Status.STATUS_ROLLEDBACK));

        assertRolledBack(publish("b"), "rolled back");
    }

    @Test
    void handsOnWhatIsPublishedWhileAnotherThreadCommits() {
        publish("a");
        transaction.registered.forEach(each -> each.afterCompletion(Status.STATUS_COMMITTED));

        publish("b");

        assertThat(delivered).containsExactly("a", "b");
    }

    @Test
    void failsWhatCanNotBeBoundAnyMore() {
        transaction.closed = true;

        assertRolledBack(publish("a"), "rolled back");
        assertThat(delivered).isEmpty();
    }

    @Test
    void handsOnWhatObserversOfARollbackPublish() {
        transaction.afterwards(() -> publish("failed"));
        publish("a");

        transaction.end(Status.STATUS_ROLLEDBACK);

        assertThat(delivered).containsExactly("failed");
    }

    @Test
    void failsAtOnceWhenItCanOnlyRollBack() {
        CompletableFuture<Delivery> before = publish("a");
        transaction.status = Status.STATUS_MARKED_ROLLBACK;

        assertRolledBack(publish("b"), "rolled back");
        assertThat(before).isNotDone();
    }

    @Test
    void takesBackWhatIsCancelledBeforeTheCommit() {
        publish("a").cancel(false);
        publish("b");

        transaction.end(Status.STATUS_COMMITTED);

        assertThat(delivered).containsExactly("b");
    }

    @Test
    void passesOnACancellationAfterTheCommit() {
        CompletableFuture<Delivery> result = publish("a");
        transaction.end(Status.STATUS_COMMITTED);

        result.cancel(false);

        assertThat(deliveries.get("a")).isCancelled();
    }

    @Test
    void isNotCancelledOnceTheDeliveryCanNotTakeItBack() {
        CompletableFuture<Delivery> result = publish("a");
        transaction.end(Status.STATUS_COMMITTED);
        Delivery delivery = new Delivery(List.of());
        deliveries.get("a").complete(delivery);

        assertThat(result.cancel(false)).isFalse();
        assertThat(result).isCompletedWithValue(delivery);
    }

    @Test
    void doesNotSayThatItIsTakenBackWhileTheDeliverySendsIt() {
        CompletableFuture<Delivery> result = publish("under way");
        transaction.end(Status.STATUS_COMMITTED);

        assertThat(result.cancel(false)).isFalse();
        assertThat(result).isNotDone();
    }

    @Test
    void goesOnAfterAMessageThatCanNotBeHandedOn() {
        CompletableFuture<Delivery> broken = publish("broken");
        publish("b");

        transaction.end(Status.STATUS_COMMITTED);

        assertThat(broken).isCompletedExceptionally();
        assertThat(delivered).containsExactly("b");
    }

    private static void inAnotherThread(Runnable task) throws InterruptedException {
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
    }

    private static void assertRolledBack(CompletableFuture<Delivery> result, String why) {
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        e -> assertThat(e.reason()).isEqualTo(DeliveryException.Reason.ROLLED_BACK))
                .hasMessageContaining(why);
    }

    private CompletableFuture<Delivery> publish(String event) {
        return sink.accept(ChannelMessage.builder(event, List.of(ChannelName.of("steps")), event, "{}")
                        .build())
                .toCompletableFuture();
    }

    private CompletableFuture<Delivery> deliver(ChannelMessage message) {
        if (message.event().equals("broken")) {
            throw new IllegalStateException("Broken");
        }
        delivered.add(message.event());
        return deliveries.computeIfAbsent(
                message.event(), name -> name.equals("under way") ? new UnderWay() : new CompletableFuture<>());
    }

    /** A delivery that can't be taken back any more. */
    private static final class UnderWay extends CompletableFuture<Delivery> {

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return false;
        }
    }
}
