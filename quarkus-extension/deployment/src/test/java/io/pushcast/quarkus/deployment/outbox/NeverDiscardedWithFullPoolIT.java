package io.pushcast.quarkus.deployment.outbox;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With an outbox, where the transaction has the only connection. */
class NeverDiscardedWithFullPoolIT extends NeverDiscardedCases {

    @RegisterExtension
    static final QuarkusUnitTest application = application(true, 1);
}
