package io.pushcast.quarkus.deployment.outbox;

import io.quarkus.agroal.spi.JdbcDataSourceBuildItem;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.common.runtime.DatabaseKind;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds, when the application is built, the datasource that the outbox is to be in, or says why it can't be. */
final class OutboxDataSource {

    private static final String PREFIX = "quarkus.pushcast.outbox.";
    private static final Set<String> SUPPORTED =
            Set.of(DatabaseKind.POSTGRESQL, DatabaseKind.MYSQL, DatabaseKind.MARIADB, DatabaseKind.H2);

    private OutboxDataSource() {}

    /**
     * Of this name, or the default one.
     *
     * @throws ConfigurationException if it can't hold an outbox; the message says what would be right
     */
    static JdbcDataSourceBuildItem find(Optional<String> wanted, List<JdbcDataSourceBuildItem> known) {
        String name = wanted.orElse(DataSourceUtil.DEFAULT_DATASOURCE_NAME);
        JdbcDataSourceBuildItem found = known.stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(unknown(name, known)));
        if (!SUPPORTED.contains(found.getDbKind())) {
            throw new ConfigurationException("The " + describe(name) + " is of the kind " + found.getDbKind()
                    + "; the outbox knows postgresql, mysql, mariadb and h2. Set " + PREFIX + "datasource to another");
        }
        if (!found.isTransactionIntegrationEnabled()) {
            throw new ConfigurationException("The " + describe(name)
                    + " takes no part in transactions, so messages could not be stored in them; leave out "
                    + DataSourceUtil.dataSourcePropertyKey(name, "jdbc.transactions")
                    + "=disabled");
        }
        return found;
    }

    /** What to say where there is none at all. */
    static ConfigurationException withoutAgroal() {
        return new ConfigurationException(PREFIX + "enabled is true, and the application has no JDBC datasource; add"
                + " quarkus-jdbc-postgresql, quarkus-jdbc-mysql, quarkus-jdbc-mariadb or quarkus-jdbc-h2");
    }

    private static String unknown(String name, List<JdbcDataSourceBuildItem> known) {
        String others =
                known.stream().map(JdbcDataSourceBuildItem::getName).sorted().collect(Collectors.joining(", "));
        return "There is no " + describe(name) + "; "
                + (others.isEmpty() ? "no datasource is configured" : "there is " + others) + ". Set "
                + DataSourceUtil.dataSourcePropertyKey(name, "db-kind") + ", or "
                + PREFIX + "datasource";
    }

    private static String describe(String name) {
        return (DataSourceUtil.isDefault(name) ? "default datasource" : "datasource '" + name + "'")
                + " in which the outbox is to be";
    }
}
