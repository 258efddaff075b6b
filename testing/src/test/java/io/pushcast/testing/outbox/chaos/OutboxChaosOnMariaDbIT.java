package io.pushcast.testing.outbox.chaos;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** {@link ChaosCases} on MariaDB. */
@Tag("long")
class OutboxChaosOnMariaDbIT extends ChaosCases {

    @BeforeAll
    static void start() throws Exception {
        startAll(new MariaDatabase());
    }
}
