package io.pushcast.outbox.jdbc;

/** MySQL from 8.0 on, and MariaDB from 10.6 on. */
final class MySqlDialect extends Dialect {

    /** @param name one of {@code mysql} and {@code mariadb} */
    MySqlDialect(String name) {
        super(name, "cast(unix_timestamp(now(3)) * 1000 as signed)");
    }

    @Override
    String isInSearchPath() {
        return "table_schema = database()";
    }
}
