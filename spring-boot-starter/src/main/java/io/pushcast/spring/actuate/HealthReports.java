package io.pushcast.spring.actuate;

import io.pushcast.health.HealthReport;
import io.pushcast.health.HealthState;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What core says of the health, in Spring Boot's words. */
final class HealthReports {

    /**
     * Unknown to Spring Boot, which so leaves the overall status alone and answers 200. An operator can give it a place by
     * {@code management.endpoint.health.status.order}.
     */
    private static final Status REFUSED = new Status("REFUSED", "The server refuses the app");

    private static final Status LATE = new Status("LATE", "Messages wait too long");

    private HealthReports() {}

    static void write(HealthReport report, Health.Builder health) {
        health.status(status(report.state())).withDetails(report.details());
    }

    private static Status status(HealthState state) {
        return switch (state) {
            case UP -> Status.UP;
            case LATE -> LATE;
            case REFUSED -> REFUSED;
            case FULL -> Status.OUT_OF_SERVICE;
            case DOWN -> Status.DOWN;
        };
    }
}
