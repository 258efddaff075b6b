package io.pushcast.testing.outbox;

import javax.sql.DataSource;

class PostgresContractIT extends JdbcContract {

    @Override
    DataSource database() {
        return TestDatabases.postgres();
    }
}
