package io.pushcast.resilience;

import static io.pushcast.concurrency.Interleavings.check;

import io.pushcast.concurrency.Interleavings;
import io.pushcast.concurrency.Interleavings.Alone;
import io.pushcast.concurrency.Interleavings.Facts;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** An app that was refused, its pause being over, and one request from before that, which ends now. */
public class AppSuspensionInterleavingsTest {

    private static final long PAUSE = 10;
    private static final long NOW = 50;

    private final AppSuspension suspension = new AppSuspension(PAUSE);
    private final long earlier = suspension.tryPass(0);
    private final Facts facts = new Facts();
    private final Alone probe = new Alone(facts);

    public AppSuspensionInterleavingsTest() {
        suspension.refused(suspension.tryPass(0), 0);
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
            facts.check(!suspension.refused(pass, NOW - PAUSE), "what is suspended already was news");
        }
    }

    private long probe() {
        long pass = suspension.tryPass(NOW);
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
        facts.check(!suspension.refused(earlier, NOW), "a refusal from before the last one was news");
    }

    @Validate
    public void checkThatNoProbeIsForgotten() {
        facts.validate();
        check(suspension.remaining(NOW) == 0, "nothing may go for " + suspension.remaining(NOW));
        check(suspension.served(suspension.tryPass(NOW)), "the app is not suspended any more");
    }
}
