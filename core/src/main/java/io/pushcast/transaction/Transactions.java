package io.pushcast.transaction;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a framework, as far as something is bound to them. Implementations are safe for use by several threads.
 *
 * <p>An implementation tells each buffer that it has registered what becomes of the transaction: {@link
 * TransactionBuffer#savepoint savepoints}, {@link TransactionBuffer#beforeCommit the commit} as late as it can, and always
 * {@link TransactionBuffer#end the end}.
 */
public interface Transactions {

    /**
     * The buffer that someone has in the transaction of the calling thread.
     *
     * @param owner whose buffer; compared by identity
     * @param first makes the owner's buffer in this transaction, if there is none yet; it is to be registered with the
     *     transaction
     * @return null if the thread is in no transaction, or in one that has ended, whose callbacks are running: what is
     *     published now is published outside. If another thread has ended the transaction, which this one has yet to find out,
     *     a buffer that has {@linkplain TransactionBuffer#end ended}
     * @throws RuntimeException if there is a transaction, and nothing can be bound to it
     */
    @Nullable
    TransactionBuffer<?> buffer(Object owner, Supplier<TransactionBuffer<?>> first);
}
