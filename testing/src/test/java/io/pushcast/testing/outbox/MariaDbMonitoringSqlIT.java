package io.pushcast.testing.outbox;

import javax.sql.DataSource;

class MariaDbMonitoringSqlIT extends MonitoringSqlCases {

    @Override
    DataSource database() {
        return TestDatabases.mariaDb();
    }

    @Override
    String heading() {
        return "MySQL and MariaDB";
    }
}
