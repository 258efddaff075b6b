package io.pushcast.spring.outbox;

import io.pushcast.outbox.store.OutboxException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.transaction.jta.JtaTransactionManager;

/** Whether the calling thread is in a transaction of one of the application's JTA transaction managers. */
final class JtaTransactions implements BooleanSupplier {

    private final ListableBeanFactory beans;

    JtaTransactions(ListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public boolean getAsBoolean() {
        return BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, JtaTransactionManager.class).values().stream()
                .anyMatch(JtaTransactions::isInTransaction);
    }

    private static boolean isInTransaction(JtaTransactionManager manager) {
        UserTransaction user = manager.getUserTransaction();
        TransactionManager all = manager.getTransactionManager();
        try {
            int status = user != null ? user.getStatus() : all != null ? all.getStatus() : Status.STATUS_NO_TRANSACTION;
            return status != Status.STATUS_NO_TRANSACTION;
        } catch (SystemException e) {
            throw new OutboxException("JTA does not say whether there is a transaction", e);
        }
    }
}
