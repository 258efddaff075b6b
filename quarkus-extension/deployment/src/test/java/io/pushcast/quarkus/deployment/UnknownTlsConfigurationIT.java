package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnknownTlsConfigurationIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.url", "https://a-key:a-secret@localhost:1/apps/7")
            .overrideConfigKey("quarkus.pushcast.tls-configuration-name", "other")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining(
                            "quarkus.pushcast.tls-configuration-name=other: there is no such TLS configuration"));

    @Test
    void failsAtStartAndNamesIt() {
        fail("The application must not start");
    }
}
