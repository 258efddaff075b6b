package io.pushcast.quarkus.deployment.outbox;

import io.pushcast.quarkus.deployment.PushcastBuildTimeConfig;
import java.util.function.BooleanSupplier;

/** Whether the application wants an outbox. */
final class OutboxEnabled implements BooleanSupplier {

    private final boolean enabled;

    OutboxEnabled(PushcastBuildTimeConfig config) {
        this.enabled = config.outbox().enabled();
    }

    @Override
    public boolean getAsBoolean() {
        return enabled;
    }
}
