package io.pushcast.quarkus.deployment.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.encryption.EncryptionKeys;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A rule for encrypted channels needs keys, which is said before anybody subscribes. */
class MissingKeysIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Rules.class))
            .overrideConfigKey("quarkus.pushcast.app-id", "1")
            .overrideConfigKey("quarkus.pushcast.key", "key")
            .overrideConfigKey("quarkus.pushcast.secret", "secret")
            .overrideConfigKey("quarkus.pushcast.cluster", "eu")
            .assertException(failure -> assertThat(failure)
                    .hasStackTraceContaining("The rule for 'private-encrypted-notes.{id}' is for encrypted channels")
                    .hasStackTraceContaining("produce a bean of the type " + EncryptionKeys.class.getName()));

    @Test
    void stopTheStart() {
        fail("The application must not start");
    }

    static class Rules {

        @AuthorizeChannel("private-encrypted-notes.{id}")
        boolean reads(String id) {
            return true;
        }
    }
}
