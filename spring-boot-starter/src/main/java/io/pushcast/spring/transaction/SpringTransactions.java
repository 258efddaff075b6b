package io.pushcast.spring.transaction;

import io.pushcast.transaction.TransactionBuffer;
import io.pushcast.transaction.TransactionEnd;
import io.pushcast.transaction.Transactions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The transactions of Spring's that are bound to threads. Safe for use by several threads. */
public final class SpringTransactions implements Transactions {

    /** The only one that is needed. */
    public static final SpringTransactions INSTANCE = new SpringTransactions();

    private SpringTransactions() {}

    @Override
    public @Nullable TransactionBuffer<?> buffer(Object owner, Supplier<TransactionBuffer<?>> first) {
        if (!isIn()) {
            return null;
        }
        TransactionBuffer<?> registered = registered(owner);
        if (registered != null) {
            return registered;
        }
        TransactionBuffer<?> buffer = first.get();
        TransactionSynchronizationManager.registerSynchronization(new End(owner, buffer));
        TransactionSynchronizationManager.registerSynchronization(new LastAct(buffer));
        return buffer;
    }

    /**
     * Whether the calling thread is in a transaction to which something can be bound. Synchronisation alone can be active
     * without a transaction (as with {@code SUPPORTS}), and there is a transaction without it in callbacks after its
     * completion, where nothing registered now would ever be called.
     */
    public static boolean isIn() {
        return TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive();
    }

    private static @Nullable TransactionBuffer<?> registered(Object owner) {
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof End end && end.isOf(owner)) {
                return end.buffer;
            }
        }
        return null;
    }

    /** How a transaction ended that Spring says has this status. */
    public static TransactionEnd end(int status) {
        return switch (status) {
            case TransactionSynchronization.STATUS_COMMITTED -> TransactionEnd.COMMITTED;
            case TransactionSynchronization.STATUS_ROLLED_BACK -> TransactionEnd.ROLLED_BACK;
            default -> TransactionEnd.UNKNOWN;
        };
    }

    /**
     * First, so that what other callbacks publish after the commit comes after what was published before it. The end is told
     * when the transaction has completed and not in {@code afterCommit}: that is not called once another synchronisation has
     * failed in it, nor for what is published in it.
     */
    private static final class End implements TransactionSynchronization {

        private final Object owner;
        private final TransactionBuffer<?> buffer;
        private boolean committed;

        End(Object owner, TransactionBuffer<?> buffer) {
            this.owner = owner;
            this.buffer = buffer;
        }

        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Object other) {
            return owner == other;
        }

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void savepoint(Object savepoint) {
            buffer.savepoint(savepoint);
        }

        @Override
        public void savepointRollback(Object savepoint) {
            buffer.rollbackTo(savepoint);
        }

        @Override
        public void afterCommit() {
            committed = true;
        }

        @Override
        public void afterCompletion(int status) {
            // Spring does not say how a transaction ended that a callback took part in after its end.
            boolean ofCallback = status == STATUS_UNKNOWN && committed && CompletionPhase.isNested();
            buffer.end(ofCallback ? TransactionEnd.COMMITTED : end(status));
        }
    }

    /** Last, so that what other callbacks publish before the commit is there. */
    private record LastAct(TransactionBuffer<?> buffer) implements TransactionSynchronization {

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            buffer.beforeCommit();
        }
    }
}
