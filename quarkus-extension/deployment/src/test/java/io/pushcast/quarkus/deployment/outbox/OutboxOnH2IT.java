package io.pushcast.quarkus.deployment.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.quarkus.deployment.FreePort;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.util.logging.Level;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In the default datasource. Polls are so rare that only who is told of a commit delivers in time. */
class OutboxOnH2IT extends OutboxCases {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(OutboxCases.class, OrderPlaced.class, FreePort.class))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.url", SERVER)
            .overrideConfigKey("quarkus.pushcast.outbox.enabled", "true")
            .overrideRuntimeConfigKey("quarkus.pushcast.outbox.initialize-schema", "always")
            .overrideRuntimeConfigKey("quarkus.pushcast.outbox.lease-time", "2s")
            .overrideRuntimeConfigKey("quarkus.pushcast.outbox.polling.shortest", "30s")
            .overrideRuntimeConfigKey("quarkus.pushcast.outbox.polling.longest", "60s")
            .overrideConfigKey("quarkus.datasource.db-kind", "h2")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:h2:mem:outbox;DB_CLOSE_DELAY=-1")
            .overrideConfigKey("quarkus.datasource.jdbc.max-size", "6")
            .setLogRecordPredicate(line -> line.getLevel().intValue() >= Level.WARNING.intValue()
                    && line.getLoggerName().startsWith("io.pushcast"))
            .assertLogRecords(lines -> assertThat(lines).isEmpty());

    @Inject
    DataSource dataSource;

    @Override
    DataSource dataSource() {
        return dataSource;
    }
}
