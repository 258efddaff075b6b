package io.pushcast.testing.outbox;

import com.zaxxer.hikari.HikariDataSource;

class H2OutboxIT extends OutboxScenarios {

    @Override
    HikariDataSource database() {
        return TestDatabases.h2();
    }
}
