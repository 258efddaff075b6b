package io.pushcast.spring.event;

import io.pushcast.Pushcast;
import io.pushcast.spring.PushcastBuilderCustomizer;

/** Binds what publishers publish to the transaction, unless the outbox does so by storing it there. */
final class TransactionBinding implements PushcastBuilderCustomizer {

    private final boolean hasOutbox;

    TransactionBinding(boolean hasOutbox) {
        this.hasOutbox = hasOutbox;
    }

    @Override
    public void customize(Pushcast.Builder builder) {
        if (!hasOutbox) {
            builder.wrapSink(TransactionBoundSink::new);
        }
    }

    @Override
    public void customize(Pushcast.Builder builder, String app) {
        builder.wrapSink(TransactionBoundSink::new);
    }
}
