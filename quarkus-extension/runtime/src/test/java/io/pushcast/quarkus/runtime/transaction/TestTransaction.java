package io.pushcast.quarkus.runtime.transaction;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One transaction, open at first. */
public final class TestTransaction implements TransactionSynchronizationRegistry {

    public final List<Synchronization> registered = new ArrayList<>();
    private final Map<Object, Object> resources = new HashMap<>();
    public int status = Status.STATUS_ACTIVE;
    public boolean closed;

    /** Calls something after its end. */
    public void afterwards(Runnable action) {
        registered.add(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int endedAs) {
                action.run();
            }
        });
    }

    public void end(int as) {
        status = as;
        registered.forEach(each -> each.afterCompletion(as));
    }

    @Override
    public Object getTransactionKey() {
        return this;
    }

    @Override
    public void putResource(Object key, Object value) {
        resources.put(key, value);
    }

    @Override
    public Object getResource(Object key) {
        return resources.get(key);
    }

    @Override
    public void registerInterposedSynchronization(Synchronization synchronization) {
        if (closed) {
            throw new IllegalStateException("Too late");
        }
        registered.add(synchronization);
    }

    @Override
    public int getTransactionStatus() {
        return status;
    }

    @Override
    public void setRollbackOnly() {
        status = Status.STATUS_MARKED_ROLLBACK;
    }

    @Override
    public boolean getRollbackOnly() {
        return status == Status.STATUS_MARKED_ROLLBACK;
    }
}
