package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class SchemaFilesTest {

    @Test
    void flywayRunsThemAsTheyLieInTheJar() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        Flyway flyway = Flyway.configure()
                .dataSource(database)
                .locations("classpath:io/pushcast/outbox/jdbc/h2")
                .load();

        assertThat(flyway.migrate().migrationsExecuted).isEqualTo(2);
        assertThat(flyway.migrate().migrationsExecuted).isZero();
        assertThatCode(JdbcOutboxStore.of(database)::check).doesNotThrowAnyException();
    }

    @Test
    void mySqlAndMariaDbHaveTheSameButForTheNameOfTheCollation() throws IOException {
        for (String number : new String[] {"001", "002"}) {
            assertThat(file("mysql", number).replace("utf8mb4_0900_bin", "utf8mb4_nopad_bin"))
                    .isEqualTo(file("mariadb", number))
                    .contains("create table");
        }
    }

    private static String file(String database, String number) throws IOException {
        String path = "/io/pushcast/outbox/jdbc/" + database + "/R__pushcast_outbox_" + number + ".sql";
        try (InputStream file = JdbcOutboxStore.class.getResourceAsStream(path)) {
            assertThat(file).as(path).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
