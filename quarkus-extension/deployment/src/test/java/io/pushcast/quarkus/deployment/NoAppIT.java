package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NoAppIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.devservices.enabled", "false")
            .overrideRuntimeConfigKey("quarkus.pushcast.secret", "do-not-show-me")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining(
                            "Not set: quarkus.pushcast.app-id, quarkus.pushcast.key, quarkus.pushcast.cluster"
                                    + " (or quarkus.pushcast.host)")
                    .hasStackTraceContaining("quarkus.pushcast.url")
                    .extracting(Throwable::toString)
                    .asString()
                    .doesNotContain("do-not-show-me"));

    @Test
    void failsAtStartAndNamesWhatIsMissing() {
        fail("The application must not start");
    }
}
