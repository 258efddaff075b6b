package io.pushcast.testing.outbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.testing.outbox.PgBouncer;
import io.pushcast.testing.outbox.chaos.DeliveryLedger.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link ChaosCases} on PostgreSQL, what can happen to that alone, and what happens to instances whatever their database. */
class OutboxChaosIT extends ChaosCases {

    private static final Duration DOWN = Duration.ofMillis(Long.getLong("chaos.down", 4_000));
    private static final Duration PAUSE = LEASE.multipliedBy(3).dividedBy(2);
    private static final Duration HOUR = Duration.ofHours(1);

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

    @Test
    void anInstanceIsPausedPastItsLease() throws Exception {
        InstanceProcess victim = victim();
        // Transactions that stood open in it are committed when it goes on.
        Predicate<Message> byOthers = message -> !message.key().startsWith(victim.name() + "-");
        Set<Integer> ofVictim = new HashSet<>();
        Round round = during("SIGSTOP of one for " + PAUSE.toMillis() / 1_000.0 + " s, SIGCONT", byOthers, () -> {
            Map<String, Set<Integer>> before = owners();
            victim.pause();
            pause(PAUSE);
            before.keySet().removeAll(owners().keySet());
            before.values().forEach(ofVictim::addAll);
            victim.goOn();
        });

        // What the paused one was about to send, it may send: that is all that may be out of order.
        List<Message> late = round.ledger().outOfOrder();
        System.out.println("chaos: out of order in the partitions that were the paused one's: " + late.size());
        assertThat(ofVictim)
                .as("all partitions of the paused one were taken over")
                .hasSize(16);
        assertThat(late)
                .hasSizeLessThanOrEqualTo(UNDER_WAY)
                .allSatisfy(message -> assertThat(ofVictim).contains(message.partition()));
        assertInTime(round, Duration.ZERO);
        assertThat(round.ledger().duplicates()).isLessThanOrEqualTo(MOST_DUPLICATES);
    }

    private static Map<String, Set<Integer>> owners() throws Exception {
        Map<String, Set<Integer>> owners = new HashMap<>();
        for (String row : database.query(
                "select concat(owner, ' ', partition_no) from pushcast_outbox_lease where owner is not null")) {
            int space = row.indexOf(' ');
            owners.computeIfAbsent(row.substring(0, space), owner -> new HashSet<>())
                    .add(Integer.valueOf(row.substring(space + 1)));
        }
        return owners;
    }

    @Test
    void anInstanceIsStoppedInOrder() throws Exception {
        Round round = during("graceful stop of one", () -> close(victim()));

        assertInOrder(round);
        assertInTime(round, Duration.ZERO);
        assertThat(round.ledger().duplicates()).isZero();
    }

    @Test
    void allAreReplacedOneAfterTheOther() throws Exception {
        Round round = during("all four replaced, one after the other", () -> {
            List<InstanceProcess> old = List.copyOf(RUNNING);
            List<InstanceProcess> successors = start(INSTANCES);
            for (int i = 0; i < INSTANCES; i++) {
                successors.get(i).awaitSaying("ready");
                successors.get(i).tell("write");
                close(old.get(i));
            }
        });

        assertInOrder(round);
        assertInTime(round, Duration.ZERO);
        assertThat(round.ledger().duplicates()).isZero();
    }

    @Test
    void theServerIsDown() throws Exception {
        Round round = during("server down for " + DOWN.toSeconds() + " s", () -> {
            server.kill();
            pause(DOWN);
            server.start();
        });

        assertInOrder(round);
        assertInTime(round, round.trouble());
        // It may have died between taking a request and answering it.
        assertThat(round.ledger().duplicates()).isLessThanOrEqualTo(INSTANCES * UNDER_WAY);
    }

    /** One instance's clock is an hour ahead and another's an hour behind, and these take over from one that dies. */
    @Test
    void theClocksOfInstancesAreWrong() throws Exception {
        Round round = during("clocks an hour off, kill -9 of one whose clock is right", () -> {
            List<InstanceProcess> right = List.copyOf(RUNNING);
            InstanceProcess fast = start(new WallClock(HOUR));
            InstanceProcess slow = start(new WallClock(HOUR.negated()));
            replace(right.get(0), fast, HOUR);
            replace(right.get(1), slow, HOUR.negated());
            awaitFairShares();
            kill(right.get(2));
        });

        System.out.println("chaos: wrong clocks "
                + (WallClock.canBeWholeProcess()
                        ? "of whole processes, by libfaketime"
                        : "as Pushcast is given them; install faketime for those of whole processes"));
        assertInOrder(round);
        assertInTime(round, Duration.ZERO);
        assertThat(round.ledger().duplicates()).isLessThanOrEqualTo(MOST_DUPLICATES);
    }

    private static void replace(InstanceProcess old, InstanceProcess successor, Duration ahead) throws Exception {
        Instant shown = Instant.parse(successor.awaitSaying("ready"));
        assertThat(Duration.between(Instant.now(), shown)).isBetween(ahead.minusSeconds(60), ahead.plusSeconds(60));
        successor.tell("write");
        close(old);
    }
}
