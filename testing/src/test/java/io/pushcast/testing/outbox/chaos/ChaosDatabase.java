package io.pushcast.testing.outbox.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A database server of the test's own, to which things happen. */
abstract class ChaosDatabase implements AutoCloseable {

    /** Ends a trouble. */
    interface End {
        void end() throws Exception;
    }

    abstract String url();

    abstract String user();

    abstract DataSource dataSource() throws SQLException;

    /** An expression for the database's time, in milliseconds since 1970. */
    abstract String now();

    /** Ends all other connections. */
    abstract void cutConnections() throws SQLException;

    /** The processes of the server, the one that starts others first. */
    abstract List<Long> processes() throws Exception;

    /** Takes nothing new until that is ended. */
    abstract End readOnly() throws Exception;

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), "");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    /** All of its processes stand still until that is ended: connections stay open, and nothing answers. */
    End hang() throws Exception {
        List<Long> stopped = processes();
        signal("STOP", stopped);
        return () -> signal("CONT", stopped);
    }

    private static void signal(String signal, List<Long> processes) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of("kill", "-" + signal), processes.stream().map(String::valueOf))
                .toList();
        // A process that has ended meanwhile is none of our business.
        new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    @Override
    public abstract void close() throws IOException;
}
