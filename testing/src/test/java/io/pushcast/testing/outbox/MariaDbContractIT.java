package io.pushcast.testing.outbox;

import javax.sql.DataSource;

class MariaDbContractIT extends JdbcContract {

    @Override
    DataSource database() {
        return Databases.mariaDb();
    }
}
