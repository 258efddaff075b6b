package io.pushcast.spring.event;

import io.pushcast.PushcastBuilder;
import io.pushcast.message.MessageSink;
import io.pushcast.spring.PushcastBuilderCustomizer;

/**
 * Binds what publishers publish to the transaction; with an outbox, which stores it there, only to reactive ones, after whose
 * commit it is stored. Immutable and safe for use
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
    public void customize(PushcastBuilder builder) {
        builder.wrapSink(hasOutbox ? TransactionBoundSink::ofReactiveOnes : TransactionBinding::around);
    }

    @Override
    public void customize(PushcastBuilder builder, String app) {
        builder.wrapSink(TransactionBinding::around);
    }
}
