package io.pushcast.outbox.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxSink;
import io.pushcast.outbox.store.OutboxException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is published in a transaction of plain Java: stored as its last act, all at once. */
class PublishedInTransactionsTest {

    private WatchedDatabase database;
    private JdbcOutboxStore store;
    private OutboxSink sink;

    @BeforeEach
    void createTables() throws SQLException {
        database = new WatchedDatabase();
        JdbcOutboxStore.on(database.plain()).createSchema(true).build().check();
        store = JdbcOutboxStore.of(database.watched());
        sink = OutboxSink.of(Outbox.on(store).name("default").build());
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void storesNothingBeforeTheWorkHasEndedAndThenAllAtOnce() throws SQLException {
        store.transaction(connection -> {
            publish("1");
            publish("2");
            publish("3");
            assertThat(stored(connection)).isEmpty();
            return null;
        });

        assertThat(stored()).containsExactly("1", "2", "3");
        assertThat(database.calls().stream().filter(call -> call.startsWith("prepareStatement insert into")))
                .hasSize(1);
    }

    @Test
    void storesAtOnceWithoutATransaction() throws SQLException {
        publish("1");

        assertThat(stored()).containsExactly("1");
    }

    @Test
    void storesNothingOfWorkThatThrows() throws SQLException {
        assertThatThrownBy(() -> store.transaction(connection -> {
                    publish("1");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(stored()).isEmpty();
    }

    @Test
    void rollsTheTransactionBackForAMessageThatCanNotBeStored() throws SQLException {
        assertThatThrownBy(() -> store.transaction(connection -> {
                    connection
                            .createStatement()
                            .execute("insert into pushcast_outbox_instance values ('default', 'work', 1)");
                    publish("1");
                    connection.createStatement().execute("set schema information_schema");
                    return null;
                }))
                .isInstanceOf(OutboxException.class);

        assertThat(stored()).isEmpty();
        assertThat(database.rows("pushcast_outbox_instance")).isZero();
    }

    @Test
    void storesInTheCallersTransactionWhenTheWorkWithinHasEnded() throws SQLException {
        try (Connection connection = database.plain().getConnection()) {
            connection.setAutoCommit(false);
            store.within(connection, same -> {
                publish("1");
                publish("2");
                assertThat(stored(same)).isEmpty();
                return null;
            });
            assertThat(stored(connection)).containsExactly("1", "2");
            assertThat(stored()).isEmpty();
            store.within(connection, same -> publish("3"));
            connection.commit();
        }

        assertThat(stored()).containsExactly("1", "2", "3");
    }

    @Test
    void takesBackWhatAPartPublishedThatFailed() throws SQLException {
        store.transaction(connection -> {
            publish("before");
            store.within(connection, same -> publish("good part"));
            assertThatThrownBy(() -> store.within(connection, same -> {
                        publish("bad part");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            publish("after");
            return null;
        });

        assertThat(stored()).containsExactly("before", "good part", "after");
    }

    @Test
    void anotherTransactionWithinIsOneOfItsOwn() throws SQLException {
        assertThatThrownBy(() -> store.transaction(outer -> {
                    publish("outer");
                    store.transaction(inner -> publish("inner"));
                    assertThat(stored()).containsExactly("inner");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(stored()).containsExactly("inner");
    }

    @Test
    void keepsTheOrderOfALargeTransaction() throws SQLException {
        List<String> all = IntStream.range(0, 2_500).mapToObj(String::valueOf).toList();

        store.transaction(connection -> {
            all.forEach(this::publish);
            return null;
        });

        assertThat(stored()).isEqualTo(all);
    }

    private Object publish(String id) {
        assertThat(sink.accept(ChannelMessage.builder(id, List.of(ChannelName.of("orders")), "placed", "{}")
                        .build()))
                .isCompleted();
        return id;
    }

    private List<String> stored() throws SQLException {
        try (Connection connection = database.plain().getConnection()) {
            return stored(connection);
        }
    }

    private static List<String> stored(Connection connection) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (ResultSet rows =
                connection.createStatement().executeQuery("select message_id from pushcast_outbox order by id")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
