package io.pushcast.quarkus.runtime.outbox;

import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxListener;
import io.pushcast.outbox.OutboxStore;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** What the configuration means to the outbox. Its errors name properties. */
final class OutboxSetup {

    private static final Duration SHORTEST_POLL = Duration.ofMillis(20);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(1);
    private static final int WINDOW_MESSAGES = 10_000;
    private static final long WINDOW_BYTES = 16L * 1024 * 1024;

    private OutboxSetup() {}

    static OutboxStore store(
            DataSource dataSource, JtaConnections connections, OutsideTransactions outside, OutboxConfig config) {
        return checked(() -> {
            JdbcOutboxStore.Builder store =
                    JdbcOutboxStore.on(dataSource).transactions(connections).createSchema(config.createSchema());
            config.networkTimeout().ifPresent(store::networkTimeout);
            return new DetachedStore(store.build(), outside);
        });
    }

    static Outbox outbox(
            OutboxStore store, OutboxConfig config, List<OutboxHeaders> headers, List<OutboxListener> listeners) {
        return checked(() -> {
            Outbox.Builder outbox = Outbox.on(store)
                    .relay(config.relay())
                    .polling(
                            config.shortestPoll().orElse(SHORTEST_POLL),
                            config.longestPoll().orElse(LONGEST_POLL))
                    .window(
                            config.windowMessages().orElse(WINDOW_MESSAGES),
                            config.windowSize().map(size -> size.asLongValue()).orElse(WINDOW_BYTES));
            config.leaseTime().ifPresent(outbox::leaseTime);
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
