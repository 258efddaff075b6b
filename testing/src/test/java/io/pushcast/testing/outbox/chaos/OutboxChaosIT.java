package io.pushcast.testing.outbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.testing.outbox.PgBouncer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link ChaosCases} on PostgreSQL, and what can happen to that alone. */
class OutboxChaosIT extends ChaosCases {

    @TempDir
    static Path data;

    private static PostgresDatabase postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = new PostgresDatabase(data.resolve("postgres"));
        startAll(postgres);
    }

    @Test
    void theDatabaseIsRestarted() throws Exception {
        Round round = during("database restarted", () -> postgres.restart());

        assertInOrder(round);
        assertInTime(round, round.trouble());
        assertThat(round.ledger().duplicates()).isLessThanOrEqualTo(INSTANCES * MOST_DUPLICATES);
    }

    /** All instances connect through it, and one of them dies. */
    @Tag("long")
    @Test
    void aPoolerIsInBetween() throws Exception {
        try (PgBouncer bouncer = PgBouncer.start(postgres.port(), 10)) {
            Round round = during("PgBouncer in transaction mode in between, kill -9 of one", () -> {
                List<InstanceProcess> old = List.copyOf(RUNNING);
                for (InstanceProcess each : old) {
                    InstanceProcess successor = start(WallClock.RIGHT, bouncer.url("postgres"));
                    successor.awaitSaying("ready");
                    successor.tell("write");
                    close(each);
                }
                awaitFairShares();
                kill(victim());
            });

            assertInOrder(round);
            assertInTime(round, Duration.ZERO);
            assertThat(round.ledger().duplicates()).isLessThanOrEqualTo(MOST_DUPLICATES);
            // Those that come next need another way to the database.
            for (InstanceProcess each : List.copyOf(RUNNING)) {
                close(each);
            }
        }
    }
}
