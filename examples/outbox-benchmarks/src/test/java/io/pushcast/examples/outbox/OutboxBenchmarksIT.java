package io.pushcast.examples.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** That they run. What they measure with so few messages means nothing. */
class OutboxBenchmarksIT {

    @Test
    void measuresEverything() throws Exception {
        try (Postgres database = Postgres.start()) {
            assertThat(new OutboxBenchmarks(database, 1_000, 1).run())
                    .hasSize(10)
                    .allSatisfy(row -> assertThat(row).startsWith("| ").endsWith(" |"));
        }
    }
}
