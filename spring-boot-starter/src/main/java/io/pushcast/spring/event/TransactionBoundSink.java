package io.pushcast.spring.event;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.MessageSink;
import java.util.concurrent.CompletionStage;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Binds messages to the transaction in which they are published: they are handed on after its commit, and never if it rolls
 * back. Outside a transaction they are handed on at once. Safe for use by several threads.
 */
final class TransactionBoundSink implements MessageSink {

    private static final boolean REACTIVE =
            ClassUtils.isPresent("reactor.core.publisher.Mono", TransactionBoundSink.class.getClassLoader());

    private final MessageSink next;

    private final boolean onlyReactive;

    TransactionBoundSink(MessageSink next) {
        this(next, false);
    }

    private TransactionBoundSink(MessageSink next, boolean onlyReactive) {
        this.next = next;
        this.onlyReactive = onlyReactive;
    }

    /** One for an outbox, which takes part in all transactions but reactive ones by itself. */
    static TransactionBoundSink ofReactiveOnes(MessageSink outbox) {
        return new TransactionBoundSink(outbox, true);
    }

    /** Whether it hands messages to an outbox, which takes a thread that may block. */
    boolean isOfOutbox() {
        return onlyReactive;
    }

    @Override
    public CompletionStage<Delivery> accept(ChannelMessage message) {
        TransactionMessages reactive = REACTIVE ? ReactiveTransactions.messagesFor(this, next) : null;
        if (reactive != null) {
            return reactive.add(message);
        }
        return !onlyReactive && inTransaction() ? messagesOfTransaction().add(message) : next.accept(message);
    }

    /**
     * Synchronisation alone can be active without a transaction (as with {@code SUPPORTS}), and there is a transaction
     * without it in callbacks after its completion, where nothing registered now would ever be called.
     */
    private static boolean inTransaction() {
        return TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.isActualTransactionActive();
    }

    private TransactionMessages messagesOfTransaction() {
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof TransactionMessages messages && messages.isOf(this)) {
                return messages;
            }
        }
        TransactionMessages messages = new TransactionMessages(this, next);
        TransactionSynchronizationManager.registerSynchronization(messages);
        return messages;
    }
}
