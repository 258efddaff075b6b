package io.pushcast.testing.outbox;

import com.zaxxer.hikari.HikariDataSource;

class MariaDbOutboxIT extends OutboxScenarios {

    @Override
    HikariDataSource database() {
        return TestDatabases.mariaDb();
    }
}
