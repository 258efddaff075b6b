package io.pushcast.testing.outbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.testing.outbox.chaos.DeliveryLedger.Message;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Four instances in JVMs of their own, in different time zones, one database and one recording server, while one thing
 * after the other goes wrong. Writers in all four publish numbered messages, some of which they roll back; in the end nothing
 * is missing, nothing that was rolled back has arrived, each key's messages came in their order, and none waited for longer
 * than a lease and a third of it.
 *
 * <p>Prints a line for each fault; {@code -Dchaos.seed} repeats a run's choices. In milliseconds, {@code -Dchaos.lease} is
 * the lease time, {@code -Dchaos.calm} how long nothing happens before a fault, and {@code -Dchaos.down} how long the server
 * is down, and {@code -Dchaos.poison=true} has a message in each round that the server never takes.
 */
abstract class ChaosCases {

    static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    static final Duration LEASE = Duration.ofMillis(Long.getLong("chaos.lease", 3_000));
    private static final Duration CALM = Duration.ofMillis(Long.getLong("chaos.calm", 100));

    /** Within this time, every partition of an instance that is gone has another owner, and works: 13 s, or 4 s. */
    private static final Duration TAKE_OVER = LEASE.plus(LEASE.dividedBy(3)).truncatedTo(ChronoUnit.SECONDS);

    static final int INSTANCES = 4;
    private static final List<String> TIME_ZONES =
            List.of("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland");

    /** What an instance sends at a time, and with it what arrives late if it stands still just before. */
    static final int UNDER_WAY = 8 * 10;

    /** What an instance may have sent that is not yet deleted: that, and what was accepted since it deleted last. */
    static final int MOST_DUPLICATES = UNDER_WAY + 1_000;

    private static final Random RANDOM = new Random(SEED);
    static final List<InstanceProcess> RUNNING = new ArrayList<>();
    private static final List<String> TABLE = new ArrayList<>();

    /** Whether there is a poison message in each round, and not in one only. */
    private static final boolean POISON = Boolean.getBoolean("chaos.poison");

    static ChaosDatabase database;
    static ServerProcess server;
    private static int started;

    /** Something that goes wrong, and is well again when this returns. */
    interface Trouble {
        void happen() throws Exception;
    }

    /** What was seen of it. */
    record Round(DeliveryLedger ledger, Duration longestWait, Duration trouble) {}

    static void startAll(ChaosDatabase on) throws Exception {
        System.out.println("chaos: seed " + SEED + ", leases of " + LEASE + ", " + on.url());
        database = on;
        server = new ServerProcess();
        server.start();
        JdbcOutboxStore.on(database.dataSource()).createSchema(true).build().check();
        database.execute("create table chaos_committed (writer_key varchar(100) not null, number int not null,"
                + " inserted_at bigint not null default (" + database.now() + "))");
    }

    @BeforeEach
    void beginAfresh() throws Exception {
        database.execute("truncate table chaos_committed");
        database.execute("delete from pushcast_outbox_dead");
        server.forget();
        for (InstanceProcess replacement : start(INSTANCES - RUNNING.size())) {
            replacement.awaitSaying("ready");
        }
        for (InstanceProcess instance : RUNNING) {
            instance.tell("write");
        }
        awaitFairShares();
        awaitNewsOfEveryPartition();
    }

    @AfterAll
    static void stopAll() throws Exception {
        TABLE.forEach(System.out::println);
        TABLE.clear();
        for (InstanceProcess instance : RUNNING) {
            instance.kill();
        }
        RUNNING.clear();
        server.kill();
        database.close();
    }

    /** Does not wait until it is ready. */
    static InstanceProcess start(WallClock clock) throws Exception {
        return start(clock, database.url());
    }

    static InstanceProcess start(WallClock clock, String url) throws Exception {
        InstanceProcess instance = start(clock, url, "default");
        RUNNING.add(instance);
        return instance;
    }

    /** One of the service whose outbox has this name. */
    private static InstanceProcess start(WallClock clock, String url, String outbox) throws Exception {
        String timeZone = TIME_ZONES.get(started % TIME_ZONES.size());
        return new InstanceProcess(
                "i" + started++,
                timeZone,
                clock,
                List.of(
                        url,
                        database.user(),
                        outbox,
                        server.url(),
                        LEASE.toString(),
                        String.valueOf(RANDOM.nextLong())));
    }

    static List<InstanceProcess> start(int count) throws Exception {
        List<InstanceProcess> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(start(WallClock.RIGHT));
        }
        return all;
    }

    static InstanceProcess victim() {
        return RUNNING.get(RANDOM.nextInt(RUNNING.size()));
    }

    static void kill(InstanceProcess instance) throws InterruptedException {
        RUNNING.remove(instance);
        instance.kill();
    }

    static void close(InstanceProcess instance) throws Exception {
        RUNNING.remove(instance);
        instance.close();
    }

    static void pause(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }

    /** Every partition has an owner that lives, and each instance has its share. */
    static void awaitFairShares() {
        int share = (DeliveryLedger.PARTITIONS + RUNNING.size() - 1) / RUNNING.size();
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    List<String> owned = database.query("select count(*) from pushcast_outbox_lease"
                            + " join pushcast_outbox_instance on instance = owner"
                            + " where pushcast_outbox_lease.outbox = 'default'"
                            + " and pushcast_outbox_lease.expires_at > " + database.now()
                            + " group by owner");
                    IntSummaryStatistics counts =
                            owned.stream().mapToInt(Integer::parseInt).summaryStatistics();
                    assertThat(counts.getCount()).isEqualTo(RUNNING.size());
                    assertThat(counts.getSum()).isEqualTo(DeliveryLedger.PARTITIONS);
                    assertThat(counts.getMax()).isLessThanOrEqualTo(share);
                });
    }

    private static void awaitNewsOfEveryPartition() {
        int before = server.arrivals().size();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            List<DeliveryLedger.Arrival> arrivals = server.arrivals();
            Set<Integer> partitions = new HashSet<>();
            arrivals.subList(before, arrivals.size())
                    .forEach(arrival -> partitions.add(arrival.message().partition()));
            return partitions.size() == DeliveryLedger.PARTITIONS;
        });
    }

    static Round during(String title, Trouble trouble) throws Exception {
        return during(title, message -> true, trouble);
    }

    static Round during(String title, Predicate<Message> awaited, Trouble trouble) throws Exception {
        return during(title, awaited, POISON, trouble);
    }

    /**
     * @param awaited whose waiting counts
     * @param poison whether there is a message that the server never takes
     */
    private static Round during(String title, Predicate<Message> awaited, boolean poison, Trouble trouble)
            throws Exception {
        if (poison) {
            RUNNING.get(0).tell("poison");
            await().until(() -> poisonIn("pushcast_outbox"));
        }
        pause(CALM);
        long since = System.currentTimeMillis();
        trouble.happen();
        Duration took = Duration.ofMillis(System.currentTimeMillis() - since);
        awaitFairShares();
        awaitNewsOfEveryPartition();
        if (poison) {
            // While others are delivered: without them nothing says that it is the message, and not the server.
            await().atMost(Duration.ofSeconds(60)).until(() -> !poisonIn("pushcast_outbox"));
            assertThat(poisonIn("pushcast_outbox_dead")).isTrue();
        }
        comeToRest();
        assertThat(database.query("select count(*) from pushcast_outbox_dead"))
                .as("dead letters (seed %d)", SEED)
                .containsExactly(poison ? "1" : "0");
        DeliveryLedger ledger = new DeliveryLedger(committed(), server.arrivals());
        Duration wait = ledger.longestWait(since, awaited);
        TABLE.add("| %s | %,d | %d | %d | %d | %.1f s |"
                .formatted(
                        title,
                        ledger.committed(),
                        ledger.lost().size(),
                        ledger.duplicates(),
                        ledger.outOfOrder().size(),
                        wait.toMillis() / 1_000.0));
        System.out.println("chaos: " + TABLE.get(TABLE.size() - 1));
        assertThat(ledger.lost()).as("lost (seed %d)", SEED).isEmpty();
        assertThat(ledger.neverCommitted())
                .as("rolled back, and sent (seed %d)", SEED)
                .isEmpty();
        assertThat(ledger.committed()).isGreaterThan(100);
        return new Round(ledger, wait, took);
    }

    private static boolean poisonIn(String table) throws SQLException {
        return !database.query("select count(*) from " + table + " where event_name = 'poisoned'")
                .equals(List.of("0"));
    }

    private static void comeToRest() throws Exception {
        for (InstanceProcess instance : RUNNING) {
            instance.tell("rest");
        }
        for (InstanceProcess instance : RUNNING) {
            instance.awaitSaying("rested");
        }
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() ->
                        database.query("select count(*) from pushcast_outbox").equals(List.of("0")));
    }

    private static Map<Message, Long> committed() throws Exception {
        Map<Message, Long> committed = new HashMap<>();
        for (String row :
                database.query("select concat(writer_key, ' ', number, ' ', inserted_at) from chaos_committed")) {
            String[] values = row.split(" ");
            committed.put(new Message(values[0], Integer.parseInt(values[1])), Long.valueOf(values[2]));
        }
        return committed;
    }

    static void assertInOrder(Round round) {
        assertThat(round.ledger().outOfOrder())
                .as("out of order (seed %d)", SEED)
                .isEmpty();
    }

    /** Every partition worked again in time, not counting the time of a trouble that all must wait for. */
    static void assertInTime(Round round, Duration excuse) {
        assertThat(round.longestWait())
                .as("longest wait of a message (seed %d)", SEED)
                .isLessThanOrEqualTo(TAKE_OVER.plus(excuse));
    }

    @Test
    void anInstanceIsKilled() throws Exception {
        Round round = during("kill -9 of one, and a poison message", message -> true, true, () -> kill(victim()));

        assertInOrder(round);
        assertInTime(round, Duration.ZERO);
        assertThat(round.ledger().duplicates()).isLessThanOrEqualTo(MOST_DUPLICATES);
    }

    @Test
    void aProcessThatDiesAfterTheCommitAndBeforeTheSendingLosesNothing() throws Exception {
        Set<Message> unsent = new HashSet<>();
        Round round = during("kill -9 of one after its commits, before it sends them", () -> {
            InstanceProcess victim = victim();
            victim.tell("hold");
            victim.awaitSaying("holding");
            pause(Duration.ofMillis(500));
            awaitDeletionOfWhatHasArrived();
            unsent.addAll(committed().keySet());
            kill(victim);
            unsent.removeIf(message -> !message.key().startsWith(victim.name() + "-"));
            server.arrivals().forEach(arrival -> unsent.remove(arrival.message()));
        });

        assertThat(unsent)
                .as("committed by the process that died, and not sent")
                .isNotEmpty();
        assertInOrder(round);
        assertInTime(round, round.trouble());
        assertThat(round.ledger().duplicates()).isZero();
    }

    /** Then what was sent before is not sent again. */
    private static void awaitDeletionOfWhatHasArrived() {
        Set<String> arrived = new HashSet<>();
        server.arrivals().forEach(arrival -> arrived.add("\"" + arrival.message() + "\""));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> database.query("select payload from pushcast_outbox").stream()
                        .noneMatch(arrived::contains));
    }

    @Test
    void theConnectionsToTheDatabaseAreCut() throws Exception {
        Round round = during("database connections cut", () -> database.cutConnections());

        assertInOrder(round);
        assertInTime(round, Duration.ZERO);
        assertThat(round.ledger().duplicates()).isLessThanOrEqualTo(INSTANCES * MOST_DUPLICATES);
    }

    @Test
    void theDatabaseHangsForTwiceALease() throws Exception {
        Round round = during("database hung for " + LEASE.multipliedBy(2).toSeconds() + " s", () -> {
            ChaosDatabase.End hanging = database.hang();
            pause(LEASE.multipliedBy(2));
            hanging.end();
        });

        assertInOrder(round);
        assertInTime(round, round.trouble());
        assertThat(round.ledger().duplicates()).isLessThanOrEqualTo(INSTANCES * MOST_DUPLICATES);
    }

    @Tag("long")
    @Test
    void theConnectionsToTheDatabaseAreCutEachSecond() throws Exception {
        Round round = during("database connections cut each second for 20 s", () -> {
            for (int second = 0; second < 20; second++) {
                database.cutConnections();
                pause(Duration.ofSeconds(1));
            }
        });

        assertInOrder(round);
        assertInTime(round, round.trouble());
        assertThat(round.ledger().duplicates()).isLessThanOrEqualTo(20 * INSTANCES * MOST_DUPLICATES);
    }

    @Tag("long")
    @Test
    void theDatabaseIsReadOnly() throws Exception {
        Round round = during("database read-only for 15 s", () -> {
            ChaosDatabase.End readOnly = database.readOnly();
            pause(Duration.ofSeconds(15));
            readOnly.end();
        });

        assertInOrder(round);
        assertInTime(round, round.trouble());
        assertThat(round.ledger().duplicates()).isLessThanOrEqualTo(INSTANCES * MOST_DUPLICATES);
    }

    @Tag("long")
    @Test
    void anotherServiceInTheSameSchemaIsLeftAlone() throws Exception {
        List<InstanceProcess> successor = new ArrayList<>();
        Round round = during("two services in one schema, kill -9 of one instance of each", () -> {
            InstanceProcess other = start(WallClock.RIGHT, database.url(), "other");
            other.awaitSaying("ready");
            other.tell("hold");
            other.tell("write");
            other.awaitSaying("holding");
            kill(victim());
            other.kill();
            String left = database.query("select count(*) from pushcast_outbox where outbox = 'other'")
                    .get(0);
            assertThat(left).isNotEqualTo("0");
            // The first service is whole again by then, and has touched none of these rows.
            pause(TAKE_OVER);
            assertThat(database.query("select count(*) from pushcast_outbox where outbox = 'other'"))
                    .containsExactly(left);
            successor.add(start(WallClock.RIGHT, database.url(), "other"));
            successor.get(0).awaitSaying("ready");
        });

        successor.get(0).close();
        assertInOrder(round);
        assertInTime(round, round.trouble());
        assertThat(round.ledger().duplicates()).isLessThanOrEqualTo(MOST_DUPLICATES);
    }
}
