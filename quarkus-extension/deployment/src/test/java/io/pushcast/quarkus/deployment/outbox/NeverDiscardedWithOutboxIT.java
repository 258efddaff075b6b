package io.pushcast.quarkus.deployment.outbox;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With an outbox and connections to spare. */
class NeverDiscardedWithOutboxIT extends NeverDiscardedCases {

    @RegisterExtension
    static final QuarkusUnitTest application = application(true, 5);
}
