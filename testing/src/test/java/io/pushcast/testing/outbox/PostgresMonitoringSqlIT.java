package io.pushcast.testing.outbox;

import javax.sql.DataSource;

class PostgresMonitoringSqlIT extends MonitoringSqlCases {

    @Override
    DataSource database() {
        return TestDatabases.postgres();
    }

    @Override
    String heading() {
        return "PostgreSQL";
    }
}
