package io.pushcast.outbox.jdbc;

/** H2, for development and tests. */
final class H2Dialect extends Dialect {

    H2Dialect() {
        // Not by datediff, which takes the difference of the local times.
        super("h2", "cast(extract(epoch from current_timestamp) * 1000 as bigint)");
    }

    @Override
    protected String isInSearchPath() {
        return "table_schema = current_schema";
    }

    @Override
    protected String estimateRows(String table) {
        return "select row_count_estimate from information_schema.tables where lower(table_name) = '" + table + "' and "
                + isInSearchPath();
    }
}
