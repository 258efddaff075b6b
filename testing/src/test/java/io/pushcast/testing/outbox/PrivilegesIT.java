package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.OutboxException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Users who may not do all that the outbox does, and databases that are read-only, are refused at the start in words. */
class PrivilegesIT {

    private static final List<String> OTHERS = List.of("dead", "lease", "instance", "control", "retry");

    private static void run(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void isRefusedUntilAllIsGranted(DataSource owners, DataSource clerks, String clerk, String lacking)
            throws SQLException {
        OutboxTables.drop(owners);
        JdbcOutboxStore.on(owners).createSchema(true).build().check();
        run(owners, "grant select on pushcast_outbox_version to " + clerk);
        run(owners, "grant select, insert on pushcast_outbox to " + clerk);
        for (String table : OTHERS) {
            run(owners, "grant select, insert, update, delete on pushcast_outbox_" + table + " to " + clerk);
        }
        assertThatThrownBy(() -> JdbcOutboxStore.of(clerks).check())
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("lacks privileges: update, delete on " + lacking + ". Grant them");
        run(owners, "grant update, delete on pushcast_outbox to " + clerk);
        assertThatCode(() -> JdbcOutboxStore.of(clerks).check()).doesNotThrowAnyException();
        OutboxTables.drop(owners);
    }

    @Test
    void onPostgreSql() throws SQLException {
        run(TestDatabases.postgres(), "drop role if exists clerk", "create role clerk login");
        PGSimpleDataSource clerks = new PGSimpleDataSource();
        clerks.setUrl(TestDatabases.postgres().getJdbcUrl());
        clerks.setUser("clerk");
        isRefusedUntilAllIsGranted(TestDatabases.postgres(), clerks, "clerk", "\"public\".pushcast_outbox");
    }

    @Test
    void onMariaDb() throws SQLException {
        HikariDataSource owners = TestDatabases.mariaDb();
        run(owners, "create or replace user clerk@localhost identified by 'x'");
        MariaDbDataSource clerks = new MariaDbDataSource(owners.getJdbcUrl());
        clerks.setUser("clerk");
        clerks.setPassword("x");
        isRefusedUntilAllIsGranted(owners, clerks, "clerk@localhost", "`outbox`.pushcast_outbox");
    }

    @Test
    void onAMariaDbThatIsReadOnly() throws SQLException {
        HikariDataSource database = TestDatabases.mariaDb();
        run(database, "set global read_only = 1");
        try {
            assertThatThrownBy(() -> JdbcOutboxStore.on(database)
                            .createSchema(true)
                            .build()
                            .check())
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("read_only=1, as a replica has")
                    .hasMessageContaining("name the primary");
        } finally {
            run(database, "set global read_only = 0");
        }
    }
}
