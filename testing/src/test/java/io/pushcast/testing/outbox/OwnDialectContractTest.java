package io.pushcast.testing.outbox;

import io.pushcast.outbox.jdbc.Dialect;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;

/** A database that the library does not know is one dialect and one file: here, H2 spoken to in standard SQL. */
class OwnDialectContractTest extends JdbcContract {

    private final JdbcConnectionPool pool =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

    @AfterEach
    void closePool() {
        pool.dispose();
    }

    @Override
    DataSource database() {
        return pool;
    }

    @Override
    JdbcOutboxStore.Builder builder() {
        return super.builder().dialect(new StandardSql());
    }

    private static final class StandardSql extends Dialect {

        StandardSql() {
            super("standard", "cast(extract(epoch from current_timestamp) * 1000 as bigint)");
        }

        @Override
        protected List<String> schemaFiles() {
            return List.of("outbox-in-standard-sql.sql");
        }

        @Override
        protected String firstRows(String query, int rows) {
            return query + " fetch first " + rows + " rows only";
        }

        @Override
        protected int mostParameters() {
            return 30;
        }

        @Override
        protected String findSchema(String table) {
            return "values (current_schema)";
        }

        @Override
        protected String estimateRows(String schema, String table) {
            return "select count(*) from " + schema + "." + table;
        }
    }
}
