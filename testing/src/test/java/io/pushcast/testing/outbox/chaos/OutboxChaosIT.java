package io.pushcast.testing.outbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Four instances in JVMs of their own, one PostgreSQL and one server, while one thing after the other goes wrong. Writers in
 * all four publish numbered messages; in the end nothing is missing, nothing that was rolled back has arrived, and each key's
 * messages came in their order. Prints a line for each fault; {@code -Dchaos.seed} repeats a run's choices,
 * {@code -Dchaos.lease} is the lease time in milliseconds and {@code -Dchaos.calm} how long nothing happens before and after.
 */
class OutboxChaosIT {

    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final Duration LEASE = Duration.ofMillis(Long.getLong("chaos.lease", 3_000));
    private static final Duration CALM = Duration.ofMillis(Long.getLong("chaos.calm", 2_000));
    private static final int INSTANCES = 4;

    /** What one instance may have under way or accepted and not yet deleted: requests in flight, one batch of deletes. */
    private static final int MOST_DUPLICATES = 8 * 10 + 1_000;

    private static final Random RANDOM = new Random(SEED);
    private static final List<InstanceProcess> INSTANCES_RUNNING = new ArrayList<>();

    @TempDir
    static Path data;

    private static RestartablePostgres database;
    private static EmbeddedPusher server;
    private static Arrivals arrivals;
    private static int started;

    /** Something that goes wrong, and is well again when this returns. */
    private interface Trouble {
        void happen() throws Exception;
    }

    @BeforeAll
    static void startAll() throws Exception {
        System.out.println("chaos: seed " + SEED + ", leases of " + LEASE);
        database = new RestartablePostgres(data.resolve("postgres"));
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.url());
        source.setUser("postgres");
        JdbcOutboxStore.on(source).createSchema(true).build().check();
        database.execute("create table chaos_committed (writer_key text not null, number int not null)");
        server = EmbeddedPusher.builder().recordAtMost(1_000_000).start();
        arrivals = new Arrivals(server);
    }

    @BeforeEach
    void beginAfresh() throws Exception {
        database.execute("truncate chaos_committed");
        arrivals.forget();
        while (INSTANCES_RUNNING.size() < INSTANCES) {
            start();
        }
        for (InstanceProcess instance : INSTANCES_RUNNING) {
            instance.tell("write");
        }
        awaitAllPartitions(Duration.ofSeconds(60));
    }

    @AfterAll
    static void stopAll() throws Exception {
        try {
            for (InstanceProcess instance : INSTANCES_RUNNING) {
                instance.kill();
            }
        } finally {
            arrivals.close();
            server.close();
            database.close();
        }
    }

    private static InstanceProcess start() throws Exception {
        String name = "i" + started++;
        InstanceProcess instance = new InstanceProcess(
                name,
                database.url(),
                "http://" + server.key() + ":" + server.app().secret() + "@" + server.host() + ":" + server.port()
                        + "/apps/" + server.app().appId(),
                name,
                String.valueOf(LEASE.toMillis()),
                String.valueOf(RANDOM.nextLong()));
        INSTANCES_RUNNING.add(instance);
        instance.awaitSaying("ready");
        return instance;
    }

    private static InstanceProcess victim() {
        return INSTANCES_RUNNING.get(RANDOM.nextInt(INSTANCES_RUNNING.size()));
    }

    /** Every partition has an owner that lives, and each instance has its share. */
    private static Duration awaitAllPartitions(Duration atMost) {
        long start = System.nanoTime();
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(database.query("select owner from pushcast_outbox_lease"
                                + " join pushcast_outbox_instance on instance = owner"
                                + " where pushcast_outbox_lease.expires_at"
                                + " > extract(epoch from clock_timestamp()) * 1000"))
                        .hasSize(64)
                        .satisfies(owners -> assertThat(new HashSet<>(owners)).hasSize(INSTANCES_RUNNING.size())));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void calm() {
        await().pollDelay(CALM).atMost(CALM.multipliedBy(2).plusSeconds(5)).until(() -> true);
    }

    /** What is seen of a fault, after everything has come to rest. */
    private record Outcome(List<Arrivals.Arrival> arrived, List<String> inverted, int duplicates) {}

    private Outcome during(String title, Trouble trouble) throws Exception {
        calm();
        long since = System.nanoTime();
        trouble.happen();
        Duration recovery = awaitAllPartitions(Duration.ofSeconds(60));
        calm();
        for (InstanceProcess instance : INSTANCES_RUNNING) {
            instance.tell("rest");
            instance.awaitSaying("rested");
        }
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        database.query("select count(*) from pushcast_outbox").equals(List.of("0")));
        return check(title, since, recovery);
    }

    private static Outcome check(String title, long since, Duration recovery) throws Exception {
        List<Arrivals.Arrival> all = arrivals.all();
        List<Arrivals.Arrival> firsts = Arrivals.first(all);
        Set<String> arrived = new HashSet<>();
        firsts.forEach(arrival -> arrived.add(arrival.key() + ":" + arrival.number()));
        Set<String> committed =
                new HashSet<>(database.query("select writer_key || ':' || number from chaos_committed"));
        List<String> inverted = Arrivals.inversions(firsts);
        int duplicates = all.size() - firsts.size();
        System.out.printf(
                "chaos: | %-40s | committed %6d | lost %d | duplicated %3d | out of order %d | all leases taken %4.1f s |"
                        + " longest silence of a key %4.1f s |%n",
                title,
                committed.size(),
                committed.stream().filter(message -> !arrived.contains(message)).count(),
                duplicates,
                inverted.size(),
                recovery.toMillis() / 1_000.0,
                Arrivals.longestSilence(firsts, since).toMillis() / 1_000.0);
        assertThat(arrived).as("%s: what arrived (seed %d)", title, SEED).isEqualTo(committed);
        assertThat(committed).hasSizeGreaterThan(100);
        assertThat(duplicates).isLessThanOrEqualTo(MOST_DUPLICATES);
        return new Outcome(all, inverted, duplicates);
    }

    @Test
    void anInstanceIsKilled() throws Exception {
        Outcome outcome = during("kill -9 of one", () -> {
            InstanceProcess victim = victim();
            INSTANCES_RUNNING.remove(victim);
            victim.kill();
        });
        assertThat(outcome.inverted()).isEmpty();
    }

    @Test
    void anInstanceIsPausedPastItsLease() throws Exception {
        Set<Integer> partitions = new HashSet<>();
        Outcome outcome = during("SIGSTOP of one past its lease, SIGCONT", () -> {
            InstanceProcess victim = victim();
            Map<String, Set<Integer>> before = owners();
            victim.pause();
            await().atMost(LEASE.multipliedBy(6)).until(() -> owners().size() == INSTANCES - 1);
            before.keySet().removeAll(owners().keySet());
            before.values().forEach(partitions::addAll);
            calm();
            victim.goOn();
        });
        // What the paused one was about to send, it may send: that is all that may be out of order.
        assertThat(outcome.inverted())
                .hasSizeLessThanOrEqualTo(8 * 10)
                .allSatisfy(message ->
                        assertThat(partitions).contains(partition(message.substring(0, message.indexOf(':')))));
    }

    /** As the outbox documents it: CRC-32 of the key modulo 64. */
    private static int partition(String key) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % 64);
    }

    private static Map<String, Set<Integer>> owners() throws Exception {
        Map<String, Set<Integer>> owners = new HashMap<>();
        for (String row : database.query(
                "select owner || ' ' || partition_no from pushcast_outbox_lease where owner is not null")) {
            int space = row.indexOf(' ');
            owners.computeIfAbsent(row.substring(0, space), owner -> new HashSet<>())
                    .add(Integer.valueOf(row.substring(space + 1)));
        }
        return owners;
    }

    @Test
    void anInstanceIsStoppedInOrder() throws Exception {
        Outcome outcome = during("graceful stop of one", () -> {
            InstanceProcess victim = victim();
            INSTANCES_RUNNING.remove(victim);
            victim.close();
        });
        assertThat(outcome.inverted()).isEmpty();
        assertThat(outcome.duplicates()).isZero();
    }

    @Test
    void allAreReplacedOneAfterTheOther() throws Exception {
        Outcome outcome = during("all four replaced, one after the other", () -> {
            for (InstanceProcess old : List.copyOf(INSTANCES_RUNNING)) {
                start().tell("write");
                INSTANCES_RUNNING.remove(old);
                old.close();
            }
        });
        assertThat(outcome.inverted()).isEmpty();
        assertThat(outcome.duplicates()).isZero();
    }

    @Test
    void theDatabaseIsRestarted() throws Exception {
        Outcome outcome = during("database restarted", () -> database.restart());
        assertThat(outcome.inverted()).isEmpty();
    }

    @Test
    void theConnectionsToTheDatabaseAreCut() throws Exception {
        Outcome outcome = during(
                "database connections cut",
                () -> database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where pid <> pg_backend_pid() and backend_type = 'client backend'"));
        assertThat(outcome.inverted()).isEmpty();
    }

    @Test
    void theServerIsDown() throws Exception {
        Outcome outcome = during("server down for " + LEASE.multipliedBy(2).toSeconds() + " s", () -> {
            server.faults().always(Fault.status(503));
            await().pollDelay(LEASE.multipliedBy(2))
                    .atMost(LEASE.multipliedBy(3))
                    .until(() -> true);
            server.faults().none();
        });
        assertThat(outcome.inverted()).isEmpty();
        assertThat(outcome.duplicates()).isZero();
    }
}
