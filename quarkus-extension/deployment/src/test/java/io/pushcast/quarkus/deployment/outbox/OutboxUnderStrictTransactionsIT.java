package io.pushcast.quarkus.deployment.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A datasource that gives connections to transactions only gives the outbox none of its own. */
class OutboxUnderStrictTransactionsIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.outbox.enabled", "true")
            .overrideConfigKey("quarkus.pushcast.outbox.datasource", "shop")
            .overrideRuntimeConfigKey("quarkus.pushcast.outbox.initialize-schema", "always")
            .overrideConfigKey("quarkus.datasource.shop.db-kind", "h2")
            .overrideConfigKey("quarkus.datasource.shop.jdbc.url", "jdbc:h2:mem:strict")
            .overrideConfigKey("quarkus.datasource.shop.jdbc.transaction-requirement", "strict")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("quarkus.datasource.\"shop\".jdbc.transaction-requirement is strict")
                    .hasStackTraceContaining("set it to warn or off"));

    @Test
    void failsAtTheStartAndNamesTheProperty() {
        fail("The application must not start");
    }
}
