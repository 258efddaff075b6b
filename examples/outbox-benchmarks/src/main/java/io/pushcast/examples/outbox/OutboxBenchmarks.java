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
    private static final int IDLE_INSTANCES = 10;
    private static final int MOST_IDLE_STATEMENTS = 20;

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
        published();
        warmDrain();
        idle();
        latencyThere();
        deadTuples();
        return table;
    }

    /** What publishing adds to a transaction that writes something of its own, and what bare inserts add to it. */
    private void published() throws SQLException {
        try (PushcastContender contender = new PushcastContender(database, "published", MessageHandler.atOnce())) {
            contender.stopRelaying();
            for (int messages : new int[] {1, 10}) {
                double[] ratios = new double[rounds];
                for (int round = -3; round < rounds; round++) {
                    double[] medians = microsecondsOfTransactions(
                            contender,
                            messages,
                            List.of(
                                    (connection, happening) -> {},
                                    SideBySide::insertBare,
                                    (connection, happening) -> contender.insert(happening)));
                    if (round >= 0) {
                        ratios[round] = (medians[2] - medians[0]) / (medians[1] - medians[0]);
                    }
                }
                row(
                        "published in a transaction vs bare one-index inserts, " + messages
                                + (messages == 1 ? " message" : " messages"),
                        "×",
                        ratios,
                        messages == 1 ? "≤ 1.3×" : "≤ 0.5×");
            }
        }
        database.execute("truncate pushcast_outbox");
        database.execute("truncate bare");
    }

    /**
     * The medians of many transactions of each kind, their commits included; by turns, so that what else the machine does meanwhile
     * happens to all kinds.
     */
    private double[] microsecondsOfTransactions(PushcastContender contender, int messages, List<Insert> inserts)
            throws SQLException {
        int times = rounds == 1 ? 50 : 1_000;
        double[][] microseconds = new double[inserts.size()][times];
        for (int i = 0; i < times; i++) {
            for (int kind = 0; kind < inserts.size(); kind++) {
                int number = i;
                Insert insert = inserts.get(kind);
                long start = System.nanoTime();
                contender.store().transaction(connection -> {
                    SideBySide.insertBare(connection, SampleEvent.number(number));
                    for (int message = 0; message < messages; message++) {
                        insert.into(connection, SampleEvent.number(number + message));
                    }
                    return connection;
                });
                microseconds[kind][i] = (System.nanoTime() - start) / 1e3;
            }
        }
        return Arrays.stream(microseconds).mapToDouble(SideBySide::median).toArray();
    }

    /** A backlog meets an instance that has just started, and one that has delivered single messages for long. */
    private void warmDrain() throws SQLException {
        int backlog = 2 * rows;
        int singles = Math.max(50, rows / 50);
        double[] fresh = new double[rounds];
        double[] warm = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = -1; round < rounds; round++) {
            double freshRate;
            double warmRate;
            MessageHandler handler = MessageHandler.atOnce();
            try (PushcastContender contender = new PushcastContender(database, "fresh", handler)) {
                contender.awaitInstances(1);
                freshRate = SideBySide.drain(contender, handler, backlog);
            }
            // Statistics of an empty table, which the plans of a warm instance are made for.
            database.execute("vacuum analyze pushcast_outbox");
            handler = MessageHandler.atOnce();
            try (PushcastContender contender = new PushcastContender(database, "warm", handler)) {
                contender.awaitInstances(1);
                for (int i = 0; i < singles; i++) {
                    contender.publish(SampleEvent.number(i));
                    handler.nextArrival();
                }
                warmRate = SideBySide.drain(contender, handler, backlog);
            }
            if (round >= 0) {
                fresh[round] = freshRate;
                warm[round] = warmRate;
                ratios[round] = warmRate / freshRate;
            }
        }
        row("drained in a second, " + backlog + " rows, an instance that has just started", "", fresh, "");
        row("the same, after " + singles + " single messages", "", warm, "");
        row("the latter to the former", "×", ratios, "≥ 0.8×");
    }

    /** By what PostgreSQL counts as transactions: each statement of an idle instance is one. */
    private void idle() throws SQLException {
        List<PushcastContender> contenders = new ArrayList<>();
        try {
            for (int i = 0; i < IDLE_INSTANCES; i++) {
                contenders.add(new PushcastContender(database, "idle-" + i, MessageHandler.atOnce()));
            }
            for (PushcastContender contender : contenders) {
                contender.awaitShare(IDLE_INSTANCES);
            }
            // What was done at the start is not counted: PostgreSQL tells of it up to ten seconds later.
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(rounds == 1 ? 1 : 12));
            double[] rates = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                long before = transactions();
                long start = System.nanoTime();
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(rounds == 1 ? 2 : 15));
                rates[round] = (transactions() - before) / ((System.nanoTime() - start) / 1e9);
            }
            row(
                    "statements a second of " + IDLE_INSTANCES + " idle instances, together",
                    "",
                    rates,
                    "≤ " + MOST_IDLE_STATEMENTS);
        } finally {
            contenders.forEach(PushcastContender::close);
        }
    }

    private long transactions() throws SQLException {
        return database.number(
                "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()");
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
