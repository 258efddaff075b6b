package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.RecordedLog;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailingCallbackLogTest {

    private long now = Long.MAX_VALUE - 10;
    private final CallbackDispatcher callbacks = new CallbackDispatcher("test", Runnable::run, () -> now);

    @Test
    void isToldAtOnceAndThenEveryMinute() {
        try (RecordedLog log = new RecordedLog(CallbackDispatcher.class)) {
            for (int i = 0; i < 1_000; i++) {
                failOnce();
            }
            now += Duration.ofMinutes(1).toNanos();
            failOnce();

            assertThat(log.lines())
                    .containsExactly(
                            "ERROR A callback of the application failed",
                            "ERROR A callback of the application failed, and 999 more since that was told last");
        }
    }

    private void failOnce() {
        callbacks.add(() -> {
            throw new IllegalStateException("broken");
        });
        callbacks.run();
    }
}
