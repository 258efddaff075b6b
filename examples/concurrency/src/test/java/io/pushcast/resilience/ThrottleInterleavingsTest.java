package io.pushcast.resilience;

import io.pushcast.concurrency.Interleavings;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** Each of its methods takes effect at one moment: the results are those of some order of the calls. */
public class ThrottleInterleavingsTest {

    private static final ResilienceSettings SETTINGS = ResilienceSettings.builder()
            .initialBackoff(Duration.ofNanos(1_000_000))
            .maxBackoff(Duration.ofNanos(4_000_000))
            .build();

    private final Throttle throttle = new Throttle(SETTINGS, 2_000_000, 0);

    @Test
    void takesEveryAnswerAtOneMoment() {
        Interleavings.tryOut(ThrottleInterleavingsTest.class, 3, 3);
    }

    @Operation
    public void askedNow() {
        throttle.asked(null, 0);
    }

    @Operation
    public void askedLater() {
        throttle.asked(null, 5_000_000);
    }

    @Operation
    public void askedForLong() {
        throttle.asked(Duration.ofNanos(2_500_000), 0);
    }

    @Operation
    public Throttle.Pass tryPass() {
        return throttle.tryPass(9_000_000);
    }

    @Operation
    public void hearThatTheProbeWasTaken() {
        throttle.notAsked(Throttle.Pass.PROBE, 9_000_000);
    }

    @Operation
    public void endProbe() {
        throttle.ended(Throttle.Pass.PROBE);
    }

    @Operation
    public long remaining() {
        return throttle.remaining(0);
    }
}
