package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.OutboxException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that was made a replica: it answers, and takes nothing. */
@Tag("long")
class ReplicaIT {

    @Test
    void isRefusedAtTheStart(@TempDir Path folder) throws IOException {
        Path data = folder.resolve("data");
        try (EmbeddedPostgres primary = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start()) {
            JdbcOutboxStore.on(primary.getPostgresDatabase())
                    .createSchema(true)
                    .build()
                    .check();
        }
        Files.createFile(data.resolve("standby.signal"));
        try (EmbeddedPostgres replica = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start()) {
            assertThatThrownBy(() ->
                            JdbcOutboxStore.of(replica.getPostgresDatabase()).check())
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("this PostgreSQL is a replica")
                    .hasMessageContaining("targetServerType=primary");
        }
    }
}
