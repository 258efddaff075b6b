package io.pushcast.quarkus.runtime.health;

import io.pushcast.health.HealthReport;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What core says of the health, in MicroProfile's words, which are only UP and DOWN: the state is among the data. */
final class HealthResponses {

    private HealthResponses() {}

    static HealthCheckResponse of(String name, boolean up, HealthReport report) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name)
                .status(up)
                .withData("state", report.state().name().toLowerCase(Locale.ROOT));
        report.details().forEach((detail, value) -> {
            if (value instanceof Number number) {
                response.withData(detail, number.longValue());
            } else {
                response.withData(detail, value.toString());
            }
        });
        return response.build();
    }
}
