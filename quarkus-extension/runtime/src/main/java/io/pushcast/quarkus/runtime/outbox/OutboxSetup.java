package io.pushcast.quarkus.runtime.outbox;

import io.agroal.api.AgroalDataSource;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxListener;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.quarkus.OutboxHeaders;
import io.pushcast.quarkus.runtime.OutboxConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** What the configuration means to the outbox. Its errors name properties. */
final class OutboxSetup {

    private OutboxSetup() {}

    static OutboxStore store(
            DataSource dataSource, JtaConnections connections, OutsideTransactions outside, OutboxConfig config) {
        return checked(() -> {
            JdbcOutboxStore.Builder store = JdbcOutboxStore.on(dataSource)
                    .transactions(connections)
                    .createSchema(createsSchema(dataSource, config));
            config.networkTimeout().ifPresent(store::networkTimeout);
            config.schema().ifPresent(store::schema);
            config.tablePrefix().ifPresent(store::tablePrefix);
            return new DetachedStore(store.build(), connections, outside);
        });
    }

    private static boolean createsSchema(DataSource dataSource, OutboxConfig config) {
        return switch (config.initializeSchema()) {
            case ALWAYS -> true;
            case EMBEDDED -> isEmbedded(dataSource);
            case NEVER -> false;
        };
    }

    /** As Spring Boot sees it: a database in the memory of this process. */
    private static boolean isEmbedded(DataSource dataSource) {
        return dataSource instanceof AgroalDataSource pool
                && pool.getConfiguration()
                        .connectionPoolConfiguration()
                        .connectionFactoryConfiguration()
                        .jdbcUrl()
                        .startsWith("jdbc:h2:mem:");
    }

    static Outbox outbox(
            OutboxStore store, OutboxConfig config, List<OutboxHeaders> headers, List<OutboxListener> listeners) {
        return checked(() -> {
            Outbox.Builder outbox = Outbox.on(store).relay(config.relay());
            config.name().ifPresent(outbox::name);
            config.leaseTime().ifPresent(outbox::leaseTime);
            config.polling().shortest().ifPresent(outbox::shortestPoll);
            config.polling().longest().ifPresent(outbox::longestPoll);
            config.window().messages().ifPresent(outbox::windowMessages);
            config.window().size().ifPresent(size -> outbox.windowBytes(size.asLongValue()));
            config.overlap().ifPresent(outbox::overlap);
            config.afterDeadLetter().ifPresent(outbox::afterDeadLetter);
            config.retention().ifPresent(retention -> outbox.retention(retention.isZero() ? null : retention));
            if (!headers.isEmpty()) {
                outbox.headers(() -> all(headers));
            }
            listeners.forEach(outbox::listener);
            return outbox.build();
        });
    }

    private static Map<String, String> all(List<OutboxHeaders> headers) {
        Map<String, String> all = new HashMap<>();
        headers.forEach(each -> all.putAll(each.current()));
        return all;
    }

    private static <T> T checked(Supplier<T> setup) {
        try {
            return setup.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("quarkus.pushcast.outbox.*: " + e.getMessage(), e);
        }
    }
}
