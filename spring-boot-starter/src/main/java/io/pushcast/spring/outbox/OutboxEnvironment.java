package io.pushcast.spring.outbox;

import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.spring.transaction.ForeignTransactions;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.ReactiveTransactionManager;

/** What the outbox finds in the application, or misses. */
final class OutboxEnvironment {

    private static final Logger log = LoggerFactory.getLogger(OutboxEnvironment.class);

    private static final String OFF = ", or set pushcast.outbox.enabled=false.";

    private final ListableBeanFactory beans;

    OutboxEnvironment(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** @throws PushcastConfigurationException if there is none, or it is open which is meant */
    DataSource dataSource(ObjectProvider<DataSource> all, ObjectProvider<DataSource> marked) {
        DataSource found = marked.getIfUnique();
        if (found == null) {
            requireNoneMarked();
            found = all.getIfUnique();
        }
        if (found != null) {
            return found;
        }
        String[] names = beans.getBeanNamesForType(DataSource.class, false, false);
        if (names.length == 0) {
            throw new PushcastConfigurationException(
                    "pushcast.outbox.enabled is true, but there is no bean of the type DataSource to store messages by.",
                    "Set spring.datasource.url and add the driver, or define a DataSource" + OFF);
        }
        throw new PushcastConfigurationException(
                "pushcast.outbox.enabled is true, and it is open which DataSource stores messages: there are "
                        + String.join(", ", names) + ".",
                "Mark the one in whose transactions events are published by @OutboxDataSource, or make it @Primary.");
    }

    private void requireNoneMarked() {
        List<String> marked = Arrays.stream(beans.getBeanNamesForType(DataSource.class, false, false))
                .filter(name -> beans.findAnnotationOnBean(name, OutboxDataSource.class) != null)
                .toList();
        if (!marked.isEmpty()) {
            throw new PushcastConfigurationException(
                    "More than one DataSource is marked by @OutboxDataSource: " + String.join(", ", marked) + ".",
                    "Mark only the one in whose transactions events are published.");
        }
    }

    /**
     * Warns of reactive transactions, of which the outbox is no part.
     *
     * @throws PushcastConfigurationException if all transactions are reactive
     */
    void requireBlockingTransactions() {
        String[] reactive = beans.getBeanNamesForType(ReactiveTransactionManager.class, true, false);
        if (reactive.length == 0) {
            return;
        }
        if (beans.getBeanNamesForType(PlatformTransactionManager.class, true, false).length == 0) {
            throw new PushcastConfigurationException(
                    "pushcast.outbox.enabled is true, but the only transaction manager is reactive ("
                            + String.join(", ", reactive)
                            + "): JDBC can't store messages in its transactions.",
                    "Define a JdbcTransactionManager for what publishes events (Spring Boot makes none beside another"
                            + " transaction manager)" + OFF
                            + " Without the outbox, messages wait in memory for the commit of a reactive transaction.");
        }
        log.warn(
                "What is published in reactive transactions ({}) is stored in the outbox only after their commit, by"
                        + " another transaction: a crash in between, or a database that does not take it, loses it."
                        + " Transactions of JDBC or JPA lose nothing",
                String.join(", ", reactive));
    }

    /** Transactions that connections join by themselves. */
    ForeignTransactions foreignTransactions() {
        return ForeignTransactions.of(beans);
    }
}
