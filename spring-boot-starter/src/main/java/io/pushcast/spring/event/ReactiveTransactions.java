package io.pushcast.spring.event;

import io.pushcast.message.MessageSink;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

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

    private record Completion(TransactionMessages messages) implements TransactionSynchronization {

        @Override
        public Mono<Void> afterCompletion(int status) {
            return Mono.fromRunnable(() -> messages.afterCompletion(status));
        }
    }
}
