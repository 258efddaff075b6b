package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class HttpClientVersionTest {

    @Test
    void refusesTheOneOfQuarkusBomAndNamesTheCure() {
        assertThat(HttpClientVersion.errorOf("2.12.4"))
                .get(InstanceOfAssertFactories.THROWABLE)
                .hasMessageStartingWith(
                        "org.asynchttpclient:async-http-client is 2.12.4, and Pushcast needs 3.0 or later")
                .hasMessageContaining(
                        "put io.pushcast:quarkus-pushcast-bom (type pom, scope import) before quarkus-bom");
    }

    @Test
    void takesNewerOnes() {
        assertThat(HttpClientVersion.errorOf("3.0.6")).isEmpty();
        assertThat(HttpClientVersion.errorOf("10")).isEmpty();
    }
}
