package io.pushcast.spring.outbox;

import static io.pushcast.spring.PushcastConfigurationException.checked;

import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.jdbc.TransactionConnections;
import io.pushcast.outbox.store.OutboxStore;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;

/** The properties as the settings of core; core's words about a wrong value come with the properties' prefix. */
final class OutboxPropertiesMapper {

    private OutboxPropertiesMapper() {}

    static JdbcOutboxStore store(
            DataSource dataSource,
            TransactionConnections transactions,
            PushcastOutboxProperties properties,
            Consumer<JdbcOutboxStore.Builder> customizers) {
        return checked("pushcast.outbox", () -> {
            JdbcOutboxStore.Builder store = JdbcOutboxStore.on(dataSource)
                    .transactions(transactions)
                    .createSchema(createsSchema(dataSource, properties))
                    .tablePrefix(properties.tablePrefix())
                    .networkTimeout(properties.networkTimeout());
            if (properties.schema() != null) {
                store.schema(properties.schema());
            }
            customizers.accept(store);
            return store.build();
        });
    }

    private static boolean createsSchema(DataSource dataSource, PushcastOutboxProperties properties) {
        return switch (properties.initializeSchema()) {
            case ALWAYS -> true;
            case EMBEDDED -> EmbeddedDatabaseConnection.isEmbedded(dataSource);
            case NEVER -> false;
        };
    }

    static Outbox.Builder outbox(OutboxStore store, PushcastOutboxProperties properties) {
        Duration retention = properties.retention();
        return checked("pushcast.outbox", () -> {
            Outbox.Builder outbox = Outbox.on(store)
                    .relay(properties.relay())
                    .leaseTime(properties.leaseTime())
                    .polling(
                            properties.polling().shortest(),
                            properties.polling().longest())
                    .overlap(properties.overlap())
                    .window(
                            properties.window().messages(),
                            properties.window().size().toBytes())
                    .afterDeadLetter(properties.afterDeadLetter())
                    .retention(retention.isZero() ? null : retention);
            return properties.name() == null ? outbox : outbox.name(properties.name());
        });
    }
}
