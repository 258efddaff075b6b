package io.pushcast.quarkus.deployment.outbox;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without an outbox. */
class NeverDiscardedInMemoryIT extends NeverDiscardedCases {

    @RegisterExtension
    static final QuarkusUnitTest application = application(false, 5);
}
