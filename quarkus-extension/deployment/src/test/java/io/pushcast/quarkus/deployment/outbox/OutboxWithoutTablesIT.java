package io.pushcast.quarkus.deployment.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutboxWithoutTablesIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.outbox.enabled", "true")
            .overrideConfigKey("quarkus.pushcast.outbox.initialize-schema", "never")
            .overrideConfigKey("quarkus.datasource.db-kind", "h2")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:h2:mem:empty")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining("pushcast_outbox"));

    @Test
    void failsAtTheStartAndNamesThem() {
        fail("The application must not start");
    }
}
