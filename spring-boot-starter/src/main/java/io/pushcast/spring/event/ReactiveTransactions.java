package io.pushcast.spring.event;

import io.pushcast.spring.CallingThread;
import io.pushcast.spring.transaction.SpringTransactions;
import io.pushcast.transaction.TransactionBuffer;
import io.pushcast.transaction.Transactions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The reactive transaction for which the calling thread is publishing. */
final class ReactiveTransactions implements Transactions {

    private static final ThreadLocal<@Nullable TransactionSynchronizationManager> CURRENT = new ThreadLocal<>();

    private final boolean storing;

    /** @param storing whether what is done after the commit stores messages by JDBC, which blocks */
    ReactiveTransactions(boolean storing) {
        this.storing = storing;
    }

    static void during(TransactionSynchronizationManager transaction, Runnable publishing) {
        CURRENT.set(transaction);
        try {
            publishing.run();
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    public @Nullable TransactionBuffer<?> buffer(Object owner, Supplier<TransactionBuffer<?>> first) {
        TransactionSynchronizationManager transaction = CURRENT.get();
        if (transaction == null) {
            return null;
        }
        for (TransactionSynchronization each : transaction.getSynchronizations()) {
            if (each instanceof Completion completion && completion.isOf(owner)) {
                return completion.buffer;
            }
        }
        TransactionBuffer<?> buffer = first.get();
        transaction.registerSynchronization(new Completion(owner, buffer, storing));
        return buffer;
    }

    /** Does what stores messages in an outbox by JDBC: on another thread, if this one must not block. */
    static Mono<Void> storing(Runnable action) {
        Mono<Void> stored = Mono.fromRunnable(action);
        return Mono.defer(() -> CallingThread.mayBlock() ? stored : stored.subscribeOn(Schedulers.boundedElastic()));
    }

    private record Completion(Object owner, TransactionBuffer<?> buffer, boolean storing)
            implements TransactionSynchronization {

        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Object other) {
            return owner == other;
        }

        @Override
        public Mono<Void> afterCompletion(int status) {
            Runnable completion = () -> buffer.end(SpringTransactions.end(status));
            return storing ? ReactiveTransactions.storing(completion) : Mono.fromRunnable(completion);
        }
    }
}
