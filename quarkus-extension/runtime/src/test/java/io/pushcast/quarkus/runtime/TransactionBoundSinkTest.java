package io.pushcast.quarkus.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionBoundSinkTest {

    private final Transaction transaction = new Transaction();
    private final List<String> delivered = new ArrayList<>();
    private final Map<String, CompletableFuture<Delivery>> deliveries = new HashMap<>();
    private final TransactionBoundSink sink = new TransactionBoundSink(transaction, this::deliver, Runnable::run);

    @ParameterizedTest
    @ValueSource(ints = {Status.STATUS_NO_TRANSACTION, Status.STATUS_COMMITTED, Status.STATUS_ROLLEDBACK})
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

    @ParameterizedTest
    @ValueSource(ints = {Status.STATUS_ROLLEDBACK, Status.STATUS_UNKNOWN})
    void failsAfterAnyOtherEnd(int status) {
        CompletableFuture<Delivery> result = publish("a");

        transaction.end(status);

        assertRolledBack(result);
        assertThat(delivered).isEmpty();
    }

    @Test
    void failsAtOnceWhenItCanOnlyRollBack() {
        CompletableFuture<Delivery> before = publish("a");
        transaction.status = Status.STATUS_MARKED_ROLLBACK;

        assertRolledBack(publish("b"));
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
    void goesOnAfterAMessageThatCanNotBeHandedOn() {
        CompletableFuture<Delivery> broken = publish("broken");
        publish("b");

        transaction.end(Status.STATUS_COMMITTED);

        assertThat(broken).isCompletedExceptionally();
        assertThat(delivered).containsExactly("b");
    }

    private static void assertRolledBack(CompletableFuture<Delivery> result) {
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        e -> assertThat(e.reason()).isEqualTo(DeliveryException.Reason.ROLLED_BACK));
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
        return deliveries.computeIfAbsent(message.event(), name -> new CompletableFuture<>());
    }

    /** One transaction, open at first. */
    private static final class Transaction implements TransactionSynchronizationRegistry {

        final List<Synchronization> registered = new ArrayList<>();
        private final Map<Object, Object> resources = new HashMap<>();
        int status = Status.STATUS_ACTIVE;

        void end(int as) {
            status = as;
            registered.forEach(each -> each.afterCompletion(as));
        }

        @Override
        public Object getTransactionKey() {
            return this;
        }

        @Override
        public void putResource(Object key, Object value) {
            resources.put(key, value);
        }

        @Override
        public Object getResource(Object key) {
            return resources.get(key);
        }

        @Override
        public void registerInterposedSynchronization(Synchronization synchronization) {
            registered.add(synchronization);
        }

        @Override
        public int getTransactionStatus() {
            return status;
        }

        @Override
        public void setRollbackOnly() {
            status = Status.STATUS_MARKED_ROLLBACK;
        }

        @Override
        public boolean getRollbackOnly() {
            return status == Status.STATUS_MARKED_ROLLBACK;
        }
    }
}
