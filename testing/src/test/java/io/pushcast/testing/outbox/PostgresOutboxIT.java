package io.pushcast.testing.outbox;

import com.zaxxer.hikari.HikariDataSource;

class PostgresOutboxIT extends OutboxScenarios {

    @Override
    HikariDataSource database() {
        return TestDatabases.postgres();
    }
}
