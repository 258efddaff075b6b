package io.pushcast.examples.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That they run. What they measure with so few messages means nothing. */
class OutboxBenchmarksIT {

    private static Postgres database;

    @BeforeAll
    static void startDatabase() throws Exception {
        database = Postgres.start();
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        database.close();
    }

    @Test
    void measuresAllSideBySide() throws Exception {
        assertThat(new SideBySide(database, 1_000, 1, 0.5).run())
                .hasSize(12)
                .allSatisfy(row -> assertThat(row).matches("\\|([^|]+\\|){6}"));
    }

    @Test
    void measuresPushcastAlone() throws Exception {
        assertThat(new OutboxBenchmarks(database, 1_000, 1).run())
                .hasSize(14)
                .allSatisfy(row -> assertThat(row).matches("\\|([^|]+\\|){4}"));
    }
}
