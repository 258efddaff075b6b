package io.pushcast.examples.outbox;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Measures Pushcast and others on the same database, one after the other, by the same code. */
final class SideBySide {

    static final List<Contender.Kind> KINDS =
            List.of(PushcastContender.KIND, NamastackContender.KIND, ModulithContender.KIND, DbSchedulerContender.KIND);

    private static final Duration ROUND_TRIP = Duration.ofMillis(50);
    private static final int INSTANCES = 4;
    private static final int INSERTS = 2_000;
    private static final int MESSAGES = 30;

    private final Postgres database;
    private final int rows;
    private final int rounds;
    private final double scalingSeconds;

    /** @param scalingSeconds about how long a single instance is to work where each message takes a round trip */
    SideBySide(Postgres database, int rows, int rounds, double scalingSeconds) {
        this.database = database;
        this.rows = rows;
        this.rounds = rounds;
        this.scalingSeconds = scalingSeconds;
    }

    /** What was measured of one of them. */
    private record Result(
            Contender.Kind kind,
            int rows,
            MeasuredFigures drained,
            MeasuredFigures wal,
            long connections,
            MeasuredFigures insert,
            MeasuredFigures millis,
            double alone,
            double together) {}

    /** The table's lines. */
    List<String> run() throws SQLException {
        List<Result> results = new ArrayList<>();
        for (Contender.Kind kind : KINDS) {
            results.add(measure(kind));
        }
        return table(results);
    }

    private Result measure(Contender.Kind kind) throws SQLException {
        String instance = "one-" + KINDS.indexOf(kind);
        int messages = rows * kind.share() / 100;
        double[] rates = new double[rounds];
        double[] wal = new double[rounds];
        double[] inserts = new double[rounds];
        double[] millis;
        long connections = 0;
        MessageHandler handler = MessageHandler.atOnce();
        try (Contender contender = kind.start(database, instance, handler)) {
            contender.awaitInstances(1);
            for (int round = -2; round < rounds; round++) {
                long before = database.walBytes();
                double rate = drain(contender, handler, messages);
                connections = Math.max(connections, database.connections(instance));
                if (round >= 0) {
                    rates[round] = rate;
                    wal[round] = (double) (database.walBytes() - before) / messages;
                }
            }
            millis = latencies(contender, handler);
            for (int round = -3; round < rounds; round++) {
                double ratio = median(contender.nanosOfInserts(INSERTS)) / median(nanosOfBareInserts());
                if (round >= 0) {
                    inserts[round] = ratio;
                }
            }
        }
        double alone = rateOf(kind, 1);
        double together = kind.isShared() ? rateOf(kind, INSTANCES) : Double.NaN;
        return new Result(
                kind,
                messages,
                MeasuredFigures.of(rates),
                MeasuredFigures.of(wal),
                connections,
                MeasuredFigures.of(inserts),
                MeasuredFigures.of(millis),
                alone,
                together);
    }

    /** How many messages a second it delivers and deletes, from the commit of all of them. */
    static double drain(Contender contender, MessageHandler handler, int messages) throws SQLException {
        Await.await("all that was there before is gone", contender::isEmpty);
        long before = handler.handled();
        contender.fill(messages);
        long start = System.nanoTime();
        contender.wake();
        Await.await("all messages have been delivered", () -> handler.handled() - before >= messages);
        Await.await("all that was delivered is deleted", contender::isEmpty);
        return messages / seconds(start);
    }

    private double[] latencies(Contender contender, MessageHandler handler) throws SQLException {
        Random random = new Random(7);
        double[] millis = new double[MESSAGES * rounds];
        for (int i = -MESSAGES; i < millis.length; i++) {
            handler.forgetArrivals();
            contender.publish(SampleEvent.number(i + MESSAGES));
            long committed = System.nanoTime();
            long arrived = handler.nextArrival();
            if (i >= 0) {
                millis[i] = Math.max(0, (arrived - committed) / 1e6);
            }
            // Idle again, for as long as it happens to be: who polls is not to be met at the same moment each time.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30 + random.nextInt(50)));
        }
        return millis;
    }

    private double[] nanosOfBareInserts() throws SQLException {
        double[] nanos = new double[INSERTS];
        try (HikariDataSource pool = database.pool("bare");
                Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < INSERTS; i++) {
                SampleEvent happening = SampleEvent.number(i);
                long start = System.nanoTime();
                insertBare(connection, happening);
                nanos[i] = System.nanoTime() - start;
            }
            connection.rollback();
        }
        return nanos;
    }

    static void insertBare(Connection connection, SampleEvent happening) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into bare (message_id, channel, event, payload, ordering_key) values (?, ?, ?, ?, ?)")) {
            insert.setString(1, happening.id());
            insert.setString(2, happening.channel());
            insert.setString(3, "happened");
            insert.setString(4, happening.json());
            insert.setString(5, happening.channel());
            insert.executeUpdate();
        }
    }

    /** How many messages a second so many instances deliver, when each request takes a round trip. */
    private double rateOf(Contender.Kind kind, int instances) throws SQLException {
        int messages = (int) (scalingSeconds * kind.inFlight() * 1_000 / ROUND_TRIP.toMillis());
        List<Contender> contenders = new ArrayList<>();
        MessageHandler handler = MessageHandler.after(ROUND_TRIP);
        try {
            for (int i = 0; i < instances; i++) {
                contenders.add(kind.start(database, "scaling-" + i, handler));
            }
            for (Contender contender : contenders) {
                contender.awaitInstances(instances);
            }
            Contender first = contenders.get(0);
            drain(first, handler, messages / 10);
            return drain(first, handler, messages);
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private List<String> table(List<Result> results) {
        List<String> table = new ArrayList<>();
        table.add(line("what", results, result -> result.kind().name(), "must"));
        table.add("|---".repeat(results.size() + 2) + "|");
        table.add(line(
                "drained in a second, from the commit of all",
                results,
                r -> r.drained().text(""),
                "≥ 50 000"));
        table.add(line("so many of them", results, r -> String.format(Locale.ROOT, "%,d", r.rows()), ""));
        Result ours = results.get(0);
        table.add(line(
                "Pushcast's rate to this one's",
                results,
                r -> r.equals(ours)
                        ? ""
                        : MeasuredFigures.number(
                                        ours.drained().median() / r.drained().median()) + "×",
                "≥ 5×"));
        table.add(line(
                "write-ahead log per row, stored and drained",
                results,
                r -> r.wal().text(" B"),
                "≤ 650 B"));
        table.add(line(
                "bound to a transaction that is rolled back, or inserted in it, vs a bare one-index insert",
                results,
                r -> r.insert().text("×"),
                ""));
        table.add(line("commit to handler, idle, p50", results, r -> r.millis().text(0.5, " ms"), "≤ 5 ms"));
        table.add(line(
                "the same, p99", results, r -> MeasuredFigures.number(r.millis().share(0.99)) + " ms", "≤ 25 ms"));
        table.add(line("a second, 50 ms round trip, 1 instance", results, r -> MeasuredFigures.number(r.alone()), ""));
        table.add(line(
                "the same, " + INSTANCES + " instances",
                results,
                r -> Double.isNaN(r.together())
                        ? "they share nothing"
                        : MeasuredFigures.number(r.together()) + " (" + MeasuredFigures.number(r.together() / r.alone())
                                + "×)",
                "≥ 2.5×"));
        table.add(line("connections an instance holds", results, r -> String.valueOf(r.connections()), "≤ 3"));
        return table;
    }

    private static String line(String what, List<Result> results, Function<Result, String> cell, String must) {
        StringBuilder line = new StringBuilder("| ").append(what).append(" |");
        for (Result result : results) {
            line.append(' ').append(cell.apply(result)).append(" |");
        }
        return line.append(' ').append(must).append(" |").toString();
    }
}
