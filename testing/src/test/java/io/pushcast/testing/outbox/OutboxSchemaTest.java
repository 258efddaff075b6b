package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.outbox.jdbc.Dialect;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxSession.LoadRequest;
import io.pushcast.outbox.store.OutboxStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the tables are, what they are called, and which version they have. */
class OutboxSchemaTest {

    private static final OutboxRecord MESSAGE =
            new OutboxRecord("app", 1, 1, "m", "orders", "placed", "1", "key", null, "");

    private JdbcConnectionPool pool = pool("");

    private static JdbcConnectionPool pool(String settings) {
        JdbcConnectionPool created = JdbcConnectionPool.create(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + settings, "sa", "");
        // One connection, which comes back as it was left.
        created.setMaxConnections(1);
        return created;
    }

    @AfterEach
    void closePool() {
        pool.dispose();
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void worksIn(OutboxStore store) {
        store.insert(MESSAGE, () -> {});
        try (OutboxSession session = store.open()) {
            assertThat(session.load(LoadRequest.of(Set.of(1), 0, 10, 10_000, false), found -> true)
                            .messages())
                    .extracting(message -> message.content().messageId())
                    .containsExactly("m");
            assertThat(session.count().pending()).isEqualTo(1);
            assertThat(session.take("a", Duration.ofSeconds(9), 64, Set.of())).hasSize(64);
        }
    }

    @Test
    void areInTheSchemaAndHaveThePrefixThatTheStoreIsToldWhateverASessionWasLeftIn() throws SQLException {
        run("create schema shop", "create schema tenant");
        JdbcOutboxStore store = JdbcOutboxStore.on(pool)
                .schema("shop")
                .tablePrefix("events_out")
                .createSchema(true)
                .build();
        run("set schema tenant");
        store.check();
        worksIn(store);
        run("select count(*) from shop.events_out_version", "set schema public");
        assertThat(store).hasToString("JdbcOutboxStore[h2, shop.events_out]");
    }

    @Test
    void areThoseThatWereFoundAtTheCheckWhateverASessionIsLeftInLater() throws SQLException {
        run("create schema tenant");
        JdbcOutboxStore store = JdbcOutboxStore.on(pool).createSchema(true).build();
        store.check();
        run("set schema tenant");
        worksIn(store);
        run("select count(*) from public.pushcast_outbox");
    }

    @Test
    void haveNamesThatNeedNoQuotes() {
        assertThatThrownBy(() -> JdbcOutboxStore.on(pool).tablePrefix("out box"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'out box'");
        assertThatThrownBy(() -> JdbcOutboxStore.on(pool).schema("a; drop table b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as it is written in SQL");
        assertThatCode(() -> JdbcOutboxStore.on(pool).schema("\"My Shop\"")).doesNotThrowAnyException();
    }

    @Test
    void areCreatedInTheModesOfH2ThatTestsOfPostgreSqlServicesUse() {
        pool.dispose();
        pool = pool(";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
        JdbcOutboxStore store = JdbcOutboxStore.on(pool).createSchema(true).build();
        store.check();
        worksIn(store);
    }

    @Test
    void areRefusedInModesOfDatabasesThatTheOutboxDoesNotKnow() {
        for (String mode : List.of("Oracle", "MSSQLServer")) {
            pool.dispose();
            pool = pool(";MODE=" + mode);
            assertThatThrownBy(() ->
                            JdbcOutboxStore.on(pool).createSchema(true).build().check())
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("does not work in H2's mode " + mode);
        }
    }

    private JdbcOutboxStore ofVersion(int version) {
        return JdbcOutboxStore.on(pool)
                .createSchema(true)
                .dialect(new OfVersion(version))
                .build();
    }

    @Test
    void areUpgradedWhileAnOlderInstanceGoesOn() throws SQLException {
        JdbcOutboxStore older = ofVersion(1);
        older.check();
        JdbcOutboxStore newer = ofVersion(2);
        newer.check();
        run("select region from pushcast_outbox");
        worksIn(older);
        // Also one that starts anew beside it, and the newer one once more.
        ofVersion(1).check();
        ofVersion(2).check();
    }

    @Test
    void areRefusedIfTheyAreTooNew() {
        JdbcOutboxStore running = ofVersion(1);
        running.check();
        ofVersion(3).check();
        assertThatThrownBy(() -> ofVersion(2).check())
                .isInstanceOf(OutboxException.class)
                .hasMessage(
                        "The tables of the outbox \"PUBLIC\".pushcast_outbox have version 3, which a newer version of"
                                + " Pushcast has made; this one knows versions up to 2. Update Pushcast in this service");
    }

    @Test
    void areRefusedIfTheyAreTooOldAndAreNotToBeChanged() {
        ofVersion(1).check();
        JdbcOutboxStore careful =
                JdbcOutboxStore.on(pool).dialect(new OfVersion(2)).build();
        assertThatThrownBy(careful::check)
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("have version 1 and need 2. Run classpath:outbox-version-2.sql (by");
    }

    @Test
    void areRefusedToAUserWhoMayNotDoAllThatIsNeeded() throws SQLException {
        JdbcOutboxStore.on(pool).createSchema(true).build().check();
        run(
                "create user clerk password 'x'",
                "grant select on schema public to clerk",
                "grant insert on pushcast_outbox to clerk",
                "grant insert, update, delete on pushcast_outbox_dead to clerk",
                "grant insert, update, delete on pushcast_outbox_lease to clerk",
                "grant insert, update, delete on pushcast_outbox_instance to clerk",
                "grant insert, update, delete on pushcast_outbox_control to clerk",
                "grant insert, update on pushcast_outbox_retry to clerk");
        JdbcDataSource ofClerk = new JdbcDataSource();
        try (Connection connection = pool.getConnection()) {
            ofClerk.setURL(connection.getMetaData().getURL());
        }
        ofClerk.setUser("clerk");
        ofClerk.setPassword("x");

        assertThatThrownBy(() -> JdbcOutboxStore.of(ofClerk).check())
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("CLERK, lacks privileges: update, delete on \"PUBLIC\".pushcast_outbox; delete on"
                        + " \"PUBLIC\".pushcast_outbox_retry. Grant them");
        run("grant all on schema public to clerk");
        JdbcOutboxStore.of(ofClerk).check();
    }

    @Test
    void areRefusedInADatabaseThatIsReadOnly(@TempDir Path folder) throws SQLException {
        String url = "jdbc:h2:" + folder.resolve("outbox");
        JdbcDataSource writable = new JdbcDataSource();
        writable.setURL(url);
        JdbcOutboxStore.on(writable).createSchema(true).build().check();
        JdbcDataSource readOnly = new JdbcDataSource();
        readOnly.setURL(url + ";ACCESS_MODE_DATA=r");

        assertThatThrownBy(() -> JdbcOutboxStore.of(readOnly).check())
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("this H2 database is read-only");
    }

    /** A version of this library that knows so many of the files. */
    private static final class OfVersion extends Dialect {

        private static final List<String> FILES =
                List.of("outbox-in-standard-sql.sql", "outbox-version-2.sql", "outbox-version-3.sql");

        private final int version;

        OfVersion(int version) {
            super("h2", "cast(extract(epoch from current_timestamp) * 1000 as bigint)");
            this.version = version;
        }

        @Override
        protected List<String> schemaFiles() {
            return FILES.subList(0, version);
        }

        @Override
        protected String findSchema(String table) {
            return "select current_schema";
        }

        @Override
        protected String estimateRows(String schema, String table) {
            return "select count(*) from " + schema + "." + table;
        }
    }
}
