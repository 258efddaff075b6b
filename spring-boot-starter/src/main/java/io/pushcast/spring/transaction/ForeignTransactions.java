package io.pushcast.spring.transaction;

import io.pushcast.transaction.TransactionBuffer;
import io.pushcast.transaction.TransactionEnd;
import io.pushcast.transaction.Transactions;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The transactions of JTA that Spring has not begun and so knows nothing of: those that the application begins by a {@code
 * UserTransaction}. They are found where there is a {@link JtaTransactionManager}. Safe for use by several threads.
 */
public final class ForeignTransactions implements Transactions {

    private final @Nullable Jta jta;

    private ForeignTransactions(@Nullable Jta jta) {
        this.jta = jta;
    }

    /** Those that an application can have; none without JTA. */
    public static ForeignTransactions of(ListableBeanFactory beans) {
        boolean present = ClassUtils.isPresent(
                        "jakarta.transaction.UserTransaction", ForeignTransactions.class.getClassLoader())
                && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, JtaTransactionManager.class, true, false)
                                .length
                        > 0;
        return new ForeignTransactions(present ? new Jta(beans) : null);
    }

    /** None. */
    public static ForeignTransactions none() {
        return new ForeignTransactions(null);
    }

    @Override
    public @Nullable TransactionBuffer<?> buffer(Object owner, Supplier<TransactionBuffer<?>> first) {
        return jta == null ? null : jta.buffer(owner, first);
    }

    /**
     * Whether JTA has a transaction for the calling thread, whoever has begun it, in whatever state: each connection that is
     * taken is a part of it by itself.
     */
    public boolean isPresent() {
        return jta != null && jta.isPresent();
    }

    /** Whether JTA has one that has not ended and can still commit. */
    public boolean isOpen() {
        return jta != null && jta.isOpen();
    }

    /** Loaded only where JTA is present. */
    private static final class Jta {

        private static final Logger log = LoggerFactory.getLogger(ForeignTransactions.class);

        private final SingletonSupplier<Collection<JtaTransactionManager>> managers;

        /** What is bound to transactions of managers that have no registry. */
        private final Map<Transaction, Map<Object, TransactionBuffer<?>>> bound = new WeakHashMap<>();

        /** The managers are asked for only when there is something to publish. */
        Jta(ListableBeanFactory beans) {
            this.managers = SingletonSupplier.of(
                    () -> List.copyOf(BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, JtaTransactionManager.class)
                            .values()));
        }

        boolean isPresent() {
            return managers.obtain().stream().anyMatch(manager -> status(manager) != Status.STATUS_NO_TRANSACTION);
        }

        boolean isOpen() {
            return managers.obtain().stream().anyMatch(manager -> isOpen(status(manager)));
        }

        @Nullable
        TransactionBuffer<?> buffer(Object owner, Supplier<TransactionBuffer<?>> first) {
            for (JtaTransactionManager manager : managers.obtain()) {
                int status = status(manager);
                if (isOpen(status)) {
                    return bound(manager, owner, first);
                }
                if (status == Status.STATUS_MARKED_ROLLBACK || status == Status.STATUS_ROLLING_BACK) {
                    return rolledBack(first);
                }
            }
            return null;
        }

        private static boolean isOpen(int status) {
            return status == Status.STATUS_ACTIVE || status == Status.STATUS_PREPARING;
        }

        private static int status(JtaTransactionManager manager) {
            UserTransaction user = manager.getUserTransaction();
            TransactionManager all = manager.getTransactionManager();
            try {
                return user != null ? user.getStatus() : all != null ? all.getStatus() : Status.STATUS_NO_TRANSACTION;
            } catch (SystemException e) {
                throw new IllegalStateException("JTA does not say whether there is a transaction", e);
            }
        }

        private TransactionBuffer<?> bound(
                JtaTransactionManager manager, Object owner, Supplier<TransactionBuffer<?>> first) {
            TransactionSynchronizationRegistry registry = manager.getTransactionSynchronizationRegistry();
            TransactionManager all = manager.getTransactionManager();
            try {
                if (registry != null) {
                    return bound(registry, owner, first);
                }
                Transaction current = all == null ? null : all.getTransaction();
                if (current != null) {
                    return bound(current, owner, first);
                }
            } catch (SystemException e) {
                throw new IllegalStateException("Nothing can be bound to the transaction of JTA", e);
            }
            throw new IllegalStateException(
                    "An event is published in a transaction of JTA that Spring has not begun, and that"
                            + " can't be joined: the JtaTransactionManager has neither a TransactionSynchronizationRegistry nor a"
                            + " TransactionManager. Give it one of them, or begin the transaction by @Transactional");
        }

        private TransactionBuffer<?> bound(
                TransactionSynchronizationRegistry registry, Object owner, Supplier<TransactionBuffer<?>> first) {
            TransactionBuffer<?> known = (TransactionBuffer<?>) registry.getResource(owner);
            if (known != null) {
                return known;
            }
            TransactionBuffer<?> buffer = first.get();
            try {
                registry.registerInterposedSynchronization(new Completion(buffer));
            } catch (IllegalStateException e) {
                return lateFor(first, e);
            }
            registry.putResource(owner, buffer);
            return buffer;
        }

        private TransactionBuffer<?> bound(Transaction current, Object owner, Supplier<TransactionBuffer<?>> first)
                throws SystemException {
            Map<Object, TransactionBuffer<?>> ofTransaction;
            synchronized (bound) {
                ofTransaction = bound.computeIfAbsent(current, any -> new ConcurrentHashMap<>());
            }
            TransactionBuffer<?> known = ofTransaction.get(owner);
            if (known != null) {
                return known;
            }
            TransactionBuffer<?> buffer = first.get();
            try {
                current.registerSynchronization(new Completion(buffer));
            } catch (RollbackException | IllegalStateException e) {
                return lateFor(first, e);
            }
            ofTransaction.put(owner, buffer);
            return buffer;
        }

        /** It was active a moment ago: another thread ends it. */
        private static TransactionBuffer<?> lateFor(Supplier<TransactionBuffer<?>> first, Exception refusal) {
            log.debug("The transaction takes nothing any more, so that what is published in it is not sent", refusal);
            return rolledBack(first);
        }

        private static TransactionBuffer<?> rolledBack(Supplier<TransactionBuffer<?>> first) {
            TransactionBuffer<?> ended = first.get();
            ended.end(TransactionEnd.ROLLED_BACK);
            return ended;
        }
    }

    private record Completion(TransactionBuffer<?> buffer) implements Synchronization {

        @Override
        public void beforeCompletion() {
            buffer.beforeCommit();
        }

        @Override
        public void afterCompletion(int status) {
            buffer.end(
                    switch (status) {
                        case Status.STATUS_COMMITTED -> TransactionEnd.COMMITTED;
                        case Status.STATUS_ROLLEDBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_MARKED_ROLLBACK ->
                            TransactionEnd.ROLLED_BACK;
                        default -> TransactionEnd.UNKNOWN;
                    });
        }
    }
}
