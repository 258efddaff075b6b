package io.pushcast.quarkus.deployment.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutboxWithoutDatasourceIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.pushcast.outbox.enabled", "true")
            .overrideConfigKey("quarkus.pushcast.outbox.datasource", "shop")
            .overrideConfigKey("quarkus.datasource.db-kind", "h2")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:h2:mem:none")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("There is no datasource 'shop'")
                    .hasStackTraceContaining("there is <default>"));

    @Test
    void stopsTheBuild() {
        fail("The application must not start");
    }
}
