package io.pushcast.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.DeliveryStatus.ServerState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PublisherHealthTest {

    private static final Duration MAX_WAIT = Duration.ofMinutes(1);

    private final ManualStatus status = new ManualStatus();
    private final PublisherHealth health = new PublisherHealth(status, MAX_WAIT, "pushcast.health.max-wait");

    @Test
    void showsTheSameDetailsAlways() {
        HealthReport report = health.check();

        assertThat(report.state()).isEqualTo(HealthState.UP);
        assertThat(report.details().toString())
                .isEqualTo(
                        "{app=1, transport=ManualTransport, server=SERVING, bufferedMessages=3, oldestAge=PT0S, requestsInFlight=2}");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SUSPENDED")
    void isUpWhateverTheServerIsLikeWhileNoMessageWaitsTooLong(ServerState server) {
        status.server = server;
        status.oldestAge = MAX_WAIT;

        assertThat(health.check().state()).isEqualTo(HealthState.UP);
    }

    @Test
    void isRefusedWhileTheAppIsAlsoIfMessagesWaitTooLong() {
        status.server = ServerState.SUSPENDED;
        status.oldestAge = MAX_WAIT.plusMillis(1);

        assertThat(health.check().state()).isEqualTo(HealthState.REFUSED);
        assertThat(health.check().details().get("reason")).asString().contains("id, key and secret");
    }

    @Test
    void isLateUntilTheServerIsWellAgain() {
        status.server = ServerState.OPEN;
        status.oldestAge = MAX_WAIT.plusMillis(1);
        assertThat(health.check().state()).isEqualTo(HealthState.LATE);
        assertThat(health.check().details().get("reason")).asString().contains("pushcast.health.max-wait=PT1M");

        status.oldestAge = Duration.ZERO;
        assertThat(health.check().state()).isEqualTo(HealthState.LATE);

        status.server = ServerState.SERVING;
        assertThat(health.check().state()).isEqualTo(HealthState.UP);
    }

    @Test
    void isFullUntilAThirdOfTheBufferIsFree() {
        status.bufferUsed = 0.94;
        assertThat(health.check().state()).isEqualTo(HealthState.UP);
        status.bufferUsed = 0.95;
        assertThat(health.check().state()).isEqualTo(HealthState.FULL);
        assertThat(health.check().details()).containsKey("reason");
        status.bufferUsed = 0.68;
        assertThat(health.check().state()).isEqualTo(HealthState.FULL);
        status.bufferUsed = 0.67;
        assertThat(health.check().state()).isEqualTo(HealthState.UP);
    }

    @Test
    void needsATime() {
        assertThatThrownBy(() -> new PublisherHealth(status, Duration.ZERO, "pushcast.health.max-wait"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pushcast.health.max-wait must be positive, not PT0S");
    }
}
