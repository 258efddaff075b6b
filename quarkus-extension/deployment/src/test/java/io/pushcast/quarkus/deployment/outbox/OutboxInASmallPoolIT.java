package io.pushcast.quarkus.deployment.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.outbox.Outbox;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the outbox keeps of a pool, others wait for, and their errors don't name it. */
class OutboxInASmallPoolIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.outbox.enabled", "true")
            .overrideConfigKey("quarkus.pushcast.outbox.datasource", "shop")
            .overrideRuntimeConfigKey("quarkus.pushcast.outbox.initialize-schema", "always")
            .overrideConfigKey("quarkus.datasource.shop.db-kind", "h2")
            .overrideConfigKey("quarkus.datasource.shop.jdbc.url", "jdbc:h2:mem:small;DB_CLOSE_DELAY=-1")
            .overrideConfigKey("quarkus.datasource.shop.jdbc.max-size", "3")
            .setLogRecordPredicate(line -> line.getLevel().intValue() >= Level.WARNING.intValue()
                    && line.getLoggerName().startsWith("io.pushcast"))
            .assertLogRecords(lines -> assertThat(lines)
                    .singleElement()
                    .satisfies(line -> assertThat(line.getMessage())
                            .contains("quarkus.datasource.\"shop\".jdbc.max-size")
                            .contains("at most 3 connections")));

    @Inject
    Outbox outbox;

    @Test
    void isSaidAtTheStart() {
        assertThat(outbox.status()).isNotNull();
    }
}
