package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxSession.LoadRequest;
import io.pushcast.outbox.store.OutboxSession.LoadResult;
import io.pushcast.outbox.store.OutboxStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A relay that has worked on an empty table for long, so that the database has planned for an empty one, finds its rows by
 * index all the same when there is a backlog: whatever plans the database keeps, and without new statistics.
 */
class PostgresPlansIT {

    private static final int BACKLOG = 200_000;
    private static final int WARM = 20;
    private static final Set<Integer> ALL =
            IntStream.range(0, OutboxStore.PARTITIONS).boxed().collect(Collectors.toSet());
    private static final Set<Integer> SOME = IntStream.range(0, 16).boxed().collect(Collectors.toSet());

    @ParameterizedTest
    @ValueSource(strings = {"auto", "force_generic_plan", "force_custom_plan"})
    void everyStatementOfTheRelayGoesByIndex(String planCacheMode) throws SQLException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(TestDatabases.postgres().getJdbcUrl());
        database.setUser("postgres");
        database.setOptions("-c plan_cache_mode=" + planCacheMode);
        OutboxTables.drop(database);
        JdbcOutboxStore store = JdbcOutboxStore.on(database).createSchema(true).build();
        store.check();
        run(database, "alter table pushcast_outbox set (autovacuum_enabled = off)");
        run(database, "vacuum analyze pushcast_outbox");

        long readBefore;
        OutboxSession session = store.open();
        try (session) {
            for (int i = 0; i < WARM; i++) {
                store.insert(message(i), () -> {});
                work(session, ALL);
                work(session, SOME);
            }
            run(
                    database,
                    "insert into pushcast_outbox (outbox, app, key_hash, partition_no, message_id, channels, event_name,"
                            + " payload, ordering_key, headers, created_at) select 'default', 'app', i % 6400, i % 64,"
                            + " 'm' || i, 'c', 'e', repeat('x', 200), 'k' || i % 6400, '', 0"
                            + " from generate_series(1, " + BACKLOG + ") i");
            readBefore = number(database, "seq_tup_read");
            for (int i = 0; i < 3; i++) {
                assertThat(work(session, ALL)).isPositive();
                assertThat(work(session, SOME)).isPositive();
            }
        }
        // A session tells its numbers when it ends.
        await().untilAsserted(() -> assertThat(number(database, "n_tup_del")).isGreaterThanOrEqualTo(6_000 + WARM));
        assertThat(number(database, "seq_tup_read") - readBefore).isLessThan(BACKLOG / 10);
        OutboxTables.drop(database);
    }

    /** What a relay does, as it does it with little and with much to do. */
    private static int work(OutboxSession session, Set<Integer> partitions) {
        int loaded = 0;
        LoadRequest request = LoadRequest.of(partitions, 0, 2_000, 1_000_000, false);
        for (LoadRequest each : new LoadRequest[] {
            request,
            request.without(Set.of(1, 2, 3), Set.of("other")),
            request.ofKey(7),
            LoadRequest.of(partitions, 0, 1, 1, false)
        }) {
            LoadResult result = session.load(each, found -> true);
            assertThat(session.present(result.messages())).hasSameSizeAs(result.messages());
            session.delete(result.messages());
            loaded += result.messages().size();
        }
        session.newest();
        return loaded;
    }

    private static OutboxRecord message(int i) {
        return new OutboxRecord("app", i % 64, i, "w" + i, "c", "e", "1", "k" + i, null, "");
    }

    private static void run(PGSimpleDataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(PGSimpleDataSource database, String column) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select " + column + " from pg_stat_user_tables where relname = 'pushcast_outbox'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
