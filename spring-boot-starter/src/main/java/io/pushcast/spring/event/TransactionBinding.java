package io.pushcast.spring.event;

import io.pushcast.PushcastBuilder;
import io.pushcast.message.MessageSink;
import io.pushcast.spring.PushcastBuilderCustomizer;
import io.pushcast.spring.transaction.ForeignTransactions;
import io.pushcast.spring.transaction.SpringTransactions;
import io.pushcast.transaction.TransactionBoundSink;
import io.pushcast.transaction.Transactions;
import java.util.concurrent.ForkJoinPool;
import org.springframework.util.ClassUtils;

/**
 * Binds what publishers publish to the transaction; with an outbox, which stores it there, only to reactive ones, after whose
 * commit it is stored. Immutable and safe for use by several threads.
 */
public final class TransactionBinding implements PushcastBuilderCustomizer {

    private static final boolean REACTIVE =
            ClassUtils.isPresent("reactor.core.publisher.Mono", TransactionBinding.class.getClassLoader());

    private final boolean hasOutbox;
    private final Transactions blocking;

    /** @param foreign transactions that Spring has not begun */
    TransactionBinding(boolean hasOutbox, ForeignTransactions foreign) {
        this.hasOutbox = hasOutbox;
        this.blocking = (owner, first) -> {
            var ofSpring = SpringTransactions.INSTANCE.buffer(owner, first);
            return ofSpring != null ? ofSpring : foreign.buffer(owner, first);
        };
    }

    /** A sink that hands messages on by the rule of transactions. */
    public MessageSink around(MessageSink next) {
        return bound(REACTIVE ? Reactive.before(blocking) : blocking, next);
    }

    /** One for an outbox, which takes part in all transactions but reactive ones by itself. */
    private static MessageSink aroundOutbox(MessageSink outbox) {
        return REACTIVE ? bound(Reactive.storing(), outbox) : outbox;
    }

    private static MessageSink bound(Transactions transactions, MessageSink next) {
        return new TransactionBoundSink(transactions, next, ForkJoinPool.commonPool());
    }

    @Override
    public void customize(PushcastBuilder builder) {
        builder.wrapSink(hasOutbox ? TransactionBinding::aroundOutbox : this::around);
    }

    @Override
    public void customize(PushcastBuilder builder, String app) {
        builder.wrapSink(this::around);
    }

    /** Where chains are reactive. */
    private static final class Reactive {

        static Transactions before(Transactions others) {
            ReactiveTransactions reactive = new ReactiveTransactions(false);
            return (owner, first) -> {
                var bound = reactive.buffer(owner, first);
                return bound != null ? bound : others.buffer(owner, first);
            };
        }

        static Transactions storing() {
            return new ReactiveTransactions(true);
        }
    }
}
