package io.pushcast.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.DeliveryStatus.ServerState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxHealthTest {

    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private final ManualOutboxStatus status = new ManualOutboxStatus();
    private ServerState server = ServerState.SERVING;
    private final OutboxHealth health = new OutboxHealth(status, () -> server, MAX_WAIT, "pushcast.health.max-wait");

    @Test
    void isUpWithDetails() {
        HealthReport report = health.check();

        assertThat(report.state()).isEqualTo(HealthState.UP);
        assertThat(report.details().toString())
                .isEqualTo("{pending=7, oldestAge=PT3S, deadLetters=2, stuck=0, paused=false, failingFor=PT0S,"
                        + " partitionsOwned=64}");
    }

    @ParameterizedTest
    @CsvSource({
        "SERVING, DOWN, whether any instance relays",
        "SUSPENDED, REFUSED, key and secret",
        "OPEN, LATE, The server fails",
        "HALF_OPEN, LATE, The server fails",
        "THROTTLING, LATE, The server fails"
    })
    void saysWhoseFaultItIsThatAMessageWaitsTooLong(ServerState server, HealthState state, String reason) {
        this.server = server;
        oldest(MAX_WAIT.plusMillis(1));

        HealthReport report = health.check();

        assertThat(report.state()).isEqualTo(state);
        assertThat(report.details().get("reason"))
                .asString()
                .contains(reason)
                .contains("pushcast.health.max-wait=PT1M");
    }

    @Test
    void isLateAndNotDownWhileItIsPausedByHand() {
        status.paused = true;
        assertThat(health.check().state()).isEqualTo(HealthState.UP);
        assertThat(health.check().details()).containsEntry("paused", true);
        oldest(MAX_WAIT.plusMillis(1));

        HealthReport report = health.check();

        assertThat(report.state()).isEqualTo(HealthState.LATE);
        assertThat(report.details().get("reason"))
                .asString()
                .contains("paused by hand")
                .contains("resume it");
    }

    @Test
    void isDownIfAllHasFailedForTooLong() {
        status.failingFor = MAX_WAIT.plusMillis(1);
        status.databaseIsDown = true;

        HealthReport report = health.check();

        assertThat(report.state()).isEqualTo(HealthState.DOWN);
        assertThat(report.details()).doesNotContainKey("pending").containsKey("failingFor");
        assertThat(report.details().get("reason")).asString().contains("look at its database");
    }

    @Test
    void thatItCantBeCountedChangesNothing() {
        status.databaseIsDown = true;
        assertThat(health.check().state()).isEqualTo(HealthState.UP);

        oldest(MAX_WAIT.plusMillis(1));
        assertThat(health.check().state()).isEqualTo(HealthState.DOWN);

        status.databaseIsDown = true;
        assertThat(health.check().state()).isEqualTo(HealthState.DOWN);

        oldest(MAX_WAIT);
        assertThat(health.check().state()).isEqualTo(HealthState.UP);
    }

    private void oldest(Duration age) {
        status.databaseIsDown = false;
        status.oldestAge = age;
    }
}
