/** The outbox in a relational database, by JDBC: PostgreSQL, MySQL, MariaDB and H2. */
@NullMarked
package io.pushcast.outbox.jdbc;

import org.jspecify.annotations.NullMarked;
