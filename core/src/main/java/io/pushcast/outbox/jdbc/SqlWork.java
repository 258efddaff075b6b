package io.pushcast.outbox.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Work on a connection.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
public interface SqlWork<T> {

    /**
     * Does it.
     *
     * @throws SQLException if the database refuses
     */
    T in(Connection connection) throws SQLException;
}
