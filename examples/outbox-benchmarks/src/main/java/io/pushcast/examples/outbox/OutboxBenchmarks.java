package io.pushcast.examples.outbox;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxSession.LoadRequest;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.outbox.store.StoredRecord;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures the outbox, first beside others and then more of it, and prints two tables. {@code -Doutbox.rows=…} says how many
 * messages are drained, 100 000 by default.
 */
public final class OutboxBenchmarks {

    private static final Set<Integer> ALL_PARTITIONS =
            IntStream.range(0, OutboxStore.PARTITIONS).boxed().collect(Collectors.toSet());
    private static final int WAITING = 100;

    private final Postgres database;
    private final int rows;
    private final int rounds;
    private final List<String> table = new ArrayList<>();

    OutboxBenchmarks(Postgres database, int rows, int rounds) {
        this.database = database;
        this.rows = rows;
        this.rounds = rounds;
    }

    /** Runs all of it. */
    public static void main(String[] arguments) throws Exception {
        int rows = Integer.getInteger("outbox.rows", 100_000);
        double loadBefore = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        try (Postgres database = Postgres.start()) {
            new SideBySide(database, rows, 5, 4).run().forEach(System.out::println);
            System.out.println();
            new OutboxBenchmarks(database, rows, 5).run().forEach(System.out::println);
        }
        System.out.printf(
                Locale.ROOT,
                "%nLoad average before: %.1f, on %d cores; Java %s.%n",
                loadBefore,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version());
    }

    /** The table's lines. */
    List<String> run() throws SQLException {
        table.add("| what | median | least to most | must |");
        table.add("|---|---|---|---|");
        insert();
        latencyThere();
        deadTuples();
        return table;
    }

    private interface Insert {
        void into(Connection connection, SampleEvent happening) throws SQLException;
    }

    private void insert() throws SQLException {
        OutboxRecord record = OutboxRecord.of(
                OutboxStore.DEFAULT_NAME,
                ChannelMessage.builder(
                                "message",
                                List.of(ChannelName.of("channel-7")),
                                "happened",
                                SampleEvent.number(7).json())
                        .build(),
                Map.of());
        double[] inserts = new double[rounds];
        try (PushcastContender contender = new PushcastContender(database, "insert", MessageHandler.atOnce())) {
            contender.stopRelaying();
            for (int round = -5; round < rounds; round++) {
                double bare = microsecondsOfInserts(contender, SideBySide::insertBare);
                double insert = microsecondsOfInserts(
                        contender, (connection, happening) -> contender.store().insert(record, () -> {}));
                if (round >= 0) {
                    inserts[round] = insert / bare;
                }
            }
        }
        database.execute("truncate pushcast_outbox");
        row("the store's insert alone vs a bare one-index insert of the same texts", "×", inserts, "≤ 1.2×");
    }

    /** The median of many in a transaction, so that neither the commit counts nor what else the machine does meanwhile. */
    private double microsecondsOfInserts(PushcastContender contender, Insert insert) throws SQLException {
        double[] microseconds = new double[3_000];
        contender.store().transaction(connection -> {
            for (int i = 0; i < microseconds.length; i++) {
                SampleEvent happening = SampleEvent.number(i);
                long start = System.nanoTime();
                insert.into(connection, happening);
                microseconds[i] = (System.nanoTime() - start) / 1e3;
            }
            return microseconds;
        });
        Arrays.sort(microseconds);
        return microseconds[microseconds.length / 2];
    }

    private void latencyThere() throws SQLException {
        MessageHandler handler = MessageHandler.atOnce();
        try (PushcastContender writer = new PushcastContender(database, "writer", MessageHandler.atOnce());
                PushcastContender owner = new PushcastContender(database, "owner", handler)) {
            writer.stopRelaying();
            owner.awaitInstances(1);
            double[] millis = new double[40 * rounds];
            int warmUp = 50;
            for (int i = -warmUp; i < millis.length; i++) {
                writer.publish(SampleEvent.number(i + warmUp));
                long committed = System.nanoTime();
                long arrived = handler.nextArrival();
                if (i >= 0) {
                    millis[i] = Math.max(0, (arrived - committed) / 1e6);
                }
                // Idle again, once what was accepted is deleted.
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
            }
            row("commit to request, another instance owns the key", " ms", millis, "≤ 15 ms");
        }
    }

    private void deadTuples() throws SQLException {
        database.execute("alter table pushcast_outbox set (autovacuum_enabled = false)");
        String behind = ", behind " + 2 * rows + " dead rows";
        long first = leaveDeadRows();
        try (PushcastContender contender = new PushcastContender(database, "looks", MessageHandler.atOnce())) {
            contender.stopRelaying();
            try (OutboxSession session = contender.store().open()) {
                row("an ordinary look" + behind, " ms", millisecondsOfLooks(session, first - 1, 10), "≤ 1 ms");
                row(
                        "the one from the beginning, once a second" + behind,
                        " ms",
                        millisecondsOfLooks(session, 0, 10),
                        "≤ 1 ms");
            }
            try (Connection reader = database.pool("reader").getConnection();
                    Statement statement = reader.createStatement()) {
                reader.setAutoCommit(false);
                reader.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                statement.execute("select 1");
                first = leaveDeadRows();
                try (OutboxSession session = contender.store().open()) {
                    row(
                            "both, while a transaction is open that is older than them: an ordinary look",
                            " ms",
                            millisecondsOfLooks(session, first - 1, 10),
                            "");
                    row("the one from the beginning", " ms", millisecondsOfLooks(session, 0, 2), "");
                }
                reader.rollback();
            }
        }
        database.execute("truncate pushcast_outbox");
        database.execute("alter table pushcast_outbox set (autovacuum_enabled = true)");
    }

    /** Returns the id of the first message behind them. */
    private long leaveDeadRows() throws SQLException {
        database.execute("truncate pushcast_outbox");
        PushcastContender.fillAlso(database, 2 * rows);
        database.execute("delete from pushcast_outbox");
        PushcastContender.fillAlso(database, WAITING);
        return database.number("select min(id) from pushcast_outbox");
    }

    private double[] millisecondsOfLooks(OutboxSession session, long after, int each) {
        double[] millis = new double[each * rounds];
        for (int i = -each; i < millis.length; i++) {
            long start = System.nanoTime();
            List<StoredRecord> found = session.load(
                            LoadRequest.of(ALL_PARTITIONS, after, 2 * WAITING, Long.MAX_VALUE, false), any -> true)
                    .messages();
            if (found.size() != WAITING) {
                throw new IllegalStateException("A look found " + found.size() + " of " + WAITING + " messages");
            }
            if (i >= 0) {
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return millis;
    }

    private void row(String what, String unit, double[] values, String must) {
        MeasuredFigures figures = MeasuredFigures.of(values);
        table.add("| " + what + " | " + MeasuredFigures.number(figures.median()) + unit + " | "
                + MeasuredFigures.number(figures.share(0)) + "–" + MeasuredFigures.number(figures.share(1)) + " | "
                + must + " |");
    }
}
