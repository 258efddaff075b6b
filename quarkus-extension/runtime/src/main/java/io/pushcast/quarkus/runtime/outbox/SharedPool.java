package io.pushcast.quarkus.runtime.outbox;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.TransactionRequirement;
import io.quarkus.runtime.configuration.ConfigurationException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pool of connections that the outbox shares with the application. Its errors and warnings name properties. */
final class SharedPool {

    private static final Logger log = LoggerFactory.getLogger(SharedPool.class);
    private static final int KEPT_BY_THE_OUTBOX = 3;

    private final AgroalConnectionPoolConfiguration pool;
    private final String properties;

    private SharedPool(AgroalConnectionPoolConfiguration pool, String properties) {
        this.pool = pool;
        this.properties = properties;
    }

    /**
     * Looks whether the outbox can live in a pool. One that is not Agroal's is a bean of the application's own, which
     * knows.
     *
     * @param properties what its properties start with
     * @param relay whether the outbox keeps connections of it
     * @throws ConfigurationException if it gives no connections outside of transactions
     */
    static void check(DataSource dataSource, String properties, boolean relay) {
        if (dataSource instanceof AgroalDataSource agroal) {
            SharedPool shared = new SharedPool(agroal.getConfiguration().connectionPoolConfiguration(), properties);
            shared.checkTransactions();
            if (relay) {
                shared.checkSize();
            }
        }
    }

    private void checkTransactions() {
        if (pool.transactionRequirement() == TransactionRequirement.STRICT) {
            throw new ConfigurationException(properties
                    + "transaction-requirement is strict, and the outbox, which is in that datasource, reads and"
                    + " deletes its messages outside of the application's transactions; set it to warn or off");
        }
    }

    private void checkSize() {
        if (pool.maxSize() <= KEPT_BY_THE_OUTBOX) {
            log.warn(
                    "{}max-size allows at most {} connections, of which the outbox keeps {} for itself on PostgreSQL and"
                            + " 2 on other databases: whoever waits for another may wait in vain. Raise it",
                    properties,
                    pool.maxSize(),
                    KEPT_BY_THE_OUTBOX);
        }
    }
}
