package io.pushcast.examples.inventory;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import javax.sql.DataSource;

/** Makes the tables, with something in them to try; a service would have Flyway or Liquibase do it. */
@Singleton
class Schema {

    void create(@Observes StartupEvent start, DataSource database) throws SQLException, IOException {
        try (InputStream script = Objects.requireNonNull(Schema.class.getResourceAsStream("/schema.sql"));
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
