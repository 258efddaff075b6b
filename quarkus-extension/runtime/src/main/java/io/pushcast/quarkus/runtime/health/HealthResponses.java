package io.pushcast.quarkus.runtime.health;

import io.pushcast.message.DeliveryStatus;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What both checks say of a publisher. */
final class HealthResponses {

    private HealthResponses() {}

    static HealthCheckResponseBuilder of(String name, boolean up, DeliveryStatus status) {
        return HealthCheckResponse.named(name)
                .status(up)
                .withData("app", status.name())
                .withData("server", status.server().name().toLowerCase(Locale.ROOT))
                .withData("waiting", status.bufferedMessages())
                .withData("oldest-seconds", status.oldestAge().toSeconds());
    }
}
