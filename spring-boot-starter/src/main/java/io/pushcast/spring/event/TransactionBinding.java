package io.pushcast.spring.event;

import io.pushcast.Pushcast;
import io.pushcast.message.MessageSink;
import io.pushcast.spring.PushcastBuilderCustomizer;

/**
 * Binds what publishers publish to the transaction, unless the outbox does so by storing it there. Immutable and safe for use
 * by several threads.
 */
public final class TransactionBinding implements PushcastBuilderCustomizer {

    private final boolean hasOutbox;

    TransactionBinding(boolean hasOutbox) {
        this.hasOutbox = hasOutbox;
    }

    /** A sink that hands messages on by the rule of transactions. */
    public static MessageSink around(MessageSink next) {
        return new TransactionBoundSink(next);
    }

    @Override
    public void customize(Pushcast.Builder builder) {
        if (!hasOutbox) {
            builder.wrapSink(TransactionBinding::around);
        }
    }

    @Override
    public void customize(Pushcast.Builder builder, String app) {
        builder.wrapSink(TransactionBinding::around);
    }
}
