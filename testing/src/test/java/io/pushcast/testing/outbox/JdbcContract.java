package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.outbox.store.StoredRecord;
import io.pushcast.testing.OutboxStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The contract for a store in a database. */
abstract class JdbcContract extends OutboxStoreContract {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int INSTANCES = 4;

    private JdbcOutboxStore store;

    abstract DataSource database();

    JdbcOutboxStore.Builder builder() {
        return JdbcOutboxStore.on(database()).createSchema(true);
    }

    @Override
    protected OutboxStore emptyStore() throws SQLException {
        OutboxTables.drop(database());
        store = builder().build();
        store.check();
        return store;
    }

    @Test
    void createsItsTablesAlsoIfSeveralInstancesStartTogether() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
        try {
            for (int round = 0; round < 5; round++) {
                OutboxTables.drop(database());
                CyclicBarrier start = new CyclicBarrier(INSTANCES);
                List<Future<?>> starts = new ArrayList<>();
                for (int i = 0; i < INSTANCES; i++) {
                    JdbcOutboxStore each = builder().build();
                    starts.add(threads.submit(() -> {
                        start.await();
                        each.check();
                        return each;
                    }));
                }
                for (Future<?> each : starts) {
                    assertThat(each).succeedsWithin(LONG);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void givesUpOnADatabaseThatDoesNotAnswerInTime() throws SQLException {
        try (Connection lock = database().getConnection();
                Statement statement = lock.createStatement();
                OutboxSession session = store.open(Duration.ofMillis(300))) {
            lock.setAutoCommit(false);
            statement.execute("update pushcast_outbox_lease set epoch = epoch + 1 where partition_no = 5");
            long begun = System.nanoTime();

            assertThatThrownBy(() -> session.take("a", LONG, 64, Set.of())).isInstanceOf(OutboxException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            lock.rollback();
        }
    }

    @Test
    void aMessageBecomesADeadLetterAlsoWhereOneWithItsIdIs() throws SQLException {
        DeadLetterCause death = new DeadLetterCause(DeadLetterCause.Reason.REJECTED, 400, "bad", 1);
        try (OutboxSession session = store.open()) {
            OutboxRecord content = new OutboxRecord("app", 1, 1, "m", "orders", "placed", "1", "key", null, "");
            store.insert(content, () -> {});
            StoredRecord message = session.load(OutboxSession.LoadRequest.of(Set.of(1), 0, 1, 1, false), found -> true)
                    .messages()
                    .get(0);
            run(
                    "insert into pushcast_outbox_dead values (" + message.id()
                            + ", 0, 1, 1, 'default', 'app', 'old', 'c', 'e', '1', 'k', null, '', 'FROM_THE_FUTURE', 400, 'x', 1, 0)");
            assertThat(session.deadLetters(DeadLetterFilter.all(), 10))
                    .extracting(letter -> letter.cause().reason())
                    .containsExactly(DeadLetterCause.Reason.UNKNOWN);

            assertThat(session.bury(message, death)).isTrue();
            assertThat(session.deadLetters(DeadLetterFilter.all(), 10))
                    .extracting(DeadLetter::message)
                    .containsExactly(message);
            run("update pushcast_outbox_dead set reason = 'FROM_THE_FUTURE'");
            assertThat(session.purge(DeadLetterFilter.all().withReason(DeadLetterCause.Reason.REJECTED)))
                    .isZero();
            assertThat(session.purge(DeadLetterFilter.all().withReason(DeadLetterCause.Reason.UNKNOWN)))
                    .isEqualTo(1);
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    protected Transaction begin() throws SQLException {
        Connection connection = database().getConnection();
        connection.setAutoCommit(false);
        return new Transaction() {
            @Override
            public void run(Runnable work) throws SQLException {
                store.within(connection, same -> {
                    work.run();
                    return same;
                });
            }

            @Override
            public void commit() throws SQLException {
                try (connection) {
                    connection.commit();
                }
            }

            @Override
            public void rollback() throws SQLException {
                try (connection) {
                    connection.rollback();
                }
            }
        };
    }
}
