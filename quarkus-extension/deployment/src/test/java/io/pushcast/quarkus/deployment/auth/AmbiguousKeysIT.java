package io.pushcast.quarkus.deployment.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.pushcast.encryption.EncryptionKeys;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two beans with encryption keys are a mistake, and not the same as none. */
class AmbiguousKeysIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Keys.class))
            .overrideConfigKey("quarkus.pushcast.app-id", "1")
            .overrideConfigKey("quarkus.pushcast.key", "key")
            .overrideConfigKey("quarkus.pushcast.secret", "secret")
            .overrideConfigKey("quarkus.pushcast.cluster", "eu")
            .assertException(failure -> assertThat(failure).hasStackTraceContaining("AmbiguousResolutionException"));

    @Test
    void stopTheStart() {
        fail("The application must not start");
    }

    @Singleton
    static class Keys {

        @Produces
        @Singleton
        EncryptionKeys one() {
            return EncryptionKeys.of("00".repeat(32));
        }

        @Produces
        @Singleton
        EncryptionKeys other() {
            return EncryptionKeys.of("11".repeat(32));
        }
    }
}
