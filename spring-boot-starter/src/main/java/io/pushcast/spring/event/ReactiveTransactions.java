package io.pushcast.spring.event;

import io.pushcast.message.MessageSink;
import io.pushcast.spring.CallingThread;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The reactive transaction for which the calling thread is publishing. */
final class ReactiveTransactions {

    private static final ThreadLocal<@Nullable TransactionSynchronizationManager> CURRENT = new ThreadLocal<>();

    private ReactiveTransactions() {}

    static void during(TransactionSynchronizationManager transaction, Runnable publishing) {
        CURRENT.set(transaction);
        try {
            publishing.run();
        } finally {
            CURRENT.remove();
        }
    }

    /** The messages that this transaction has for a sink, or null without one. */
    static @Nullable TransactionMessages messagesFor(TransactionBoundSink sink, MessageSink next) {
        TransactionSynchronizationManager transaction = CURRENT.get();
        if (transaction == null) {
            return null;
        }
        for (TransactionSynchronization each : transaction.getSynchronizations()) {
            if (each instanceof Completion completion && completion.messages.isOf(sink)) {
                return completion.messages;
            }
        }
        TransactionMessages messages = new TransactionMessages(sink, next);
        transaction.registerSynchronization(new Completion(messages));
        return messages;
    }

    /** Does what stores messages in an outbox by JDBC: on another thread, if this one must not block. */
    static Mono<Void> storing(Runnable action) {
        Mono<Void> stored = Mono.fromRunnable(action);
        return Mono.defer(() -> CallingThread.mayBlock() ? stored : stored.subscribeOn(Schedulers.boundedElastic()));
    }

    private record Completion(TransactionMessages messages) implements TransactionSynchronization {

        @Override
        public Mono<Void> afterCompletion(int status) {
            Runnable completion = () -> messages.afterCompletion(status);
            return messages.areForOutbox() ? storing(completion) : Mono.fromRunnable(completion);
        }
    }
}
