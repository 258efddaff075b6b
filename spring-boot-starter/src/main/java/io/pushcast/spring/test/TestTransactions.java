package io.pushcast.spring.test;

import org.jspecify.annotations.Nullable;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Knows whether the transaction of the calling thread is that of the test that runs in it. */
final class TestTransactions {

    private static final ThreadLocal<@Nullable String> NAME = new ThreadLocal<>();

    private TestTransactions() {}

    static void enter(Class<?> test, String method) {
        // As TransactionalTestExecutionListener calls it.
        NAME.set(test.getName() + "." + method);
    }

    static void leave() {
        NAME.remove();
    }

    static boolean isCurrent() {
        String name = NAME.get();
        return name != null
                && TestTransaction.isActive()
                && name.equals(TransactionSynchronizationManager.getCurrentTransactionName());
    }
}
