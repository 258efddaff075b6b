package io.pushcast.resilience;

import static io.pushcast.concurrency.Interleavings.check;

import io.pushcast.concurrency.Interleavings;
import io.pushcast.concurrency.Interleavings.Alone;
import io.pushcast.concurrency.Interleavings.Facts;
import io.pushcast.resilience.AppSuspension.Finding;
import java.util.List;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** An app whose refusal is confirmed, its pause being over, and one request from before that, which ends now. */
public class AppSuspensionInterleavingsTest {

    private static final long PAUSE = 10;
    private static final long NOW = 50;

    private static final List<String> ONE = List.of("1");
    private static final List<String> OTHER = List.of("2");

    private final AppSuspension suspension = new AppSuspension(PAUSE);
    private final long earlier = suspension.tryPass(0, ONE);
    private final Facts facts = new Facts();
    private final Alone probe = new Alone(facts);

    public AppSuspensionInterleavingsTest() {
        suspension.refused(suspension.tryPass(0, ONE), 0, ONE);
        suspension.refused(suspension.tryPass(0, OTHER), 0, OTHER);
    }

    @Test
    void letsOneRequestAtATimeProbeWhetherTheAppIsServedAgain() {
        Interleavings.tryOut(AppSuspensionInterleavingsTest.class, 3, 2);
    }

    @Operation
    public void probeInVain() {
        long pass = probe();
        if (pass != AppSuspension.REFUSED) {
            suspension.inconclusive(pass);
        }
    }

    @Operation
    public void probeAndBeRefused() {
        long pass = probe();
        if (pass != AppSuspension.REFUSED) {
            facts.check(
                    suspension.refused(pass, NOW - PAUSE, ONE) == Finding.NONE, "what is suspended already was news");
        }
    }

    private long probe() {
        long pass = suspension.tryPass(NOW, ONE);
        if (pass != AppSuspension.REFUSED) {
            probe.enter();
            probe.leave();
        }
        return pass;
    }

    @Operation
    public void hearThatTheEarlierOneWasServed() {
        facts.check(!suspension.served(earlier), "an answer from before the refusal ended the pause");
    }

    @Operation
    public void hearThatTheEarlierOneWasRefused() {
        facts.check(
                suspension.refused(earlier, NOW, ONE) == Finding.NONE, "a refusal from before the last one was news");
    }

    @Validate
    public void checkThatNoProbeIsForgotten() {
        facts.validate();
        check(suspension.remaining(NOW) == 0, "nothing may go for " + suspension.remaining(NOW));
        check(suspension.served(suspension.tryPass(NOW, ONE)), "the app is not suspended any more");
    }
}
