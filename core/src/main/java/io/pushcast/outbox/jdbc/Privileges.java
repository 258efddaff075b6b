package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.OutboxException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the user of the data source may do with the outbox's tables. */
final class Privileges {

    private final Connection connection;
    private final Dialect dialect;
    private final TableNames tables;

    Privileges(Connection connection, Dialect dialect, TableNames tables) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
    }

    /** @throws OutboxException if the user may not do all that the outbox does; names all that is missing */
    void check() throws SQLException {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, String> table : columnByTable().entrySet()) {
            List<String> lacking = dialect.missingPrivileges(connection, table.getKey(), table.getValue());
            if (!lacking.isEmpty()) {
                missing.add(String.join(", ", lacking) + " on " + table.getKey());
            }
        }
        if (!missing.isEmpty()) {
            throw new OutboxException(
                    "The user of the outbox's data source, "
                            + connection.getMetaData().getUserName() + ", lacks privileges: "
                            + String.join("; ", missing)
                            + ". Grant them (grant select, insert, update, delete on " + tables.messages()
                            + " to ..., and so for each table)",
                    null);
        }
    }

    /** The tables that are written to, each with a column. */
    private Map<String, String> columnByTable() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(tables.messages(), "partition_no");
        columns.put(tables.dead(), "attempts");
        columns.put(tables.leases(), "epoch");
        columns.put(tables.instances(), "expires_at");
        columns.put(tables.control(), "paused_at");
        columns.put(tables.retries(), "attempts");
        return columns;
    }
}
