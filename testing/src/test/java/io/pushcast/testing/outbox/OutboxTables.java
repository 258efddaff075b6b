package io.pushcast.testing.outbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** The outbox's tables, for tests. */
final class OutboxTables {

    private static final List<String> ALL = List.of(
            "pushcast_outbox",
            "pushcast_outbox_dead",
            "pushcast_outbox_lease",
            "pushcast_outbox_instance",
            "pushcast_outbox_retry",
            "pushcast_outbox_control",
            "pushcast_outbox_version");

    private OutboxTables() {}

    static void drop(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement drop = connection.createStatement()) {
            for (String table : ALL) {
                drop.execute("drop table if exists " + table);
            }
        }
    }

    static long rows(DataSource database, String table) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement count = connection.createStatement();
                ResultSet rows = count.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
