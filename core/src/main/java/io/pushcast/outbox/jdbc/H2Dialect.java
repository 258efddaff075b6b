package io.pushcast.outbox.jdbc;

/** H2, for development and tests. */
final class H2Dialect extends Dialect {

    H2Dialect() {
        super("h2", "datediff(millisecond, timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp)");
    }

    @Override
    String isInSearchPath() {
        return "table_schema = current_schema";
    }
}
