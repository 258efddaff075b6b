package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultInjectorTest {

    private final FaultInjector faults = new FaultInjector();

    @Test
    void doesNothingUnlessAsked() {
        assertThat(draw(3)).containsExactly(null, null, null);
    }

    @Test
    void failsTheNextRequestsInTheOrderAskedFor() {
        faults.next(2, Fault.status(503)).next(Fault.blackHole());

        assertThat(draw(4)).containsExactly(Fault.status(503), Fault.status(503), Fault.blackHole(), null);
    }

    @Test
    void failsAllAfterTheNextOnes() {
        faults.always(Fault.status(500)).next(Fault.blackHole());

        assertThat(draw(3)).containsExactly(Fault.blackHole(), Fault.status(500), Fault.status(500));
    }

    @Test
    void healsAtOnce() {
        faults.always(Fault.status(500)).next(5, Fault.blackHole()).none();

        assertThat(draw(2)).containsExactly(null, null);
    }

    @Test
    void failsAtRandomAndAlikeForTheSameSeed() {
        List<Fault> first = draw(10_000, new FaultInjector().random(42, 0.2, Fault.status(500), Fault.blackHole()));
        List<Fault> again = draw(10_000, new FaultInjector().random(42, 0.2, Fault.status(500), Fault.blackHole()));
        List<Fault> other = draw(10_000, new FaultInjector().random(43, 0.2, Fault.status(500), Fault.blackHole()));

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(first.stream().filter(Fault.status(500)::equals).count()).isBetween(800L, 1200L);
        assertThat(first.stream().filter(Fault.blackHole()::equals).count()).isBetween(800L, 1200L);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> faults.next(0, Fault.blackHole()))
                .hasMessage("The number of requests that fail must be at least 1, not 0");
        assertThatThrownBy(() -> faults.random(1, 1.5, Fault.blackHole()))
                .hasMessage("The probability of a fault must be within 0–1, not 1.5");
        assertThatThrownBy(() -> faults.random(1, Double.NaN, Fault.blackHole()))
                .hasMessage("The probability of a fault must be within 0–1, not NaN");
        assertThatThrownBy(() -> faults.random(1, 1)).hasMessage("There must be at least one fault to choose from");
        assertThatThrownBy(() -> Fault.status(200)).hasMessage("The status of a fault must be within 300–599, not 200");
        assertThatThrownBy(() -> Fault.errorWithStatus200(200))
                .hasMessage("The code of an error must be at least 400, not 200");
        assertThatThrownBy(() -> Fault.delay(Duration.ofMillis(-1)))
                .hasMessage("The delay must not be negative, unlike PT-0.001S");
        assertThatThrownBy(() -> Fault.blackHole().retryAfter("1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("blackHole() has no answer that could say Retry-After; status(…), htmlError(…),"
                        + " errorWithStatus200(…) do");
    }

    @Test
    void showsHowItWasMade() {
        assertThat(Fault.status(429).retryAfter("0.5")).hasToString("status(429).retryAfter(0.5)");
        assertThat(Fault.delay(Duration.ofMillis(300))).hasToString("delay(PT0.3S)");
        assertThat(Fault.status(500)).isEqualTo(Fault.status(500)).hasSameHashCodeAs(Fault.status(500));
        assertThat(Fault.status(500)).isNotEqualTo(Fault.htmlError(500));
    }

    private List<Fault> draw(int requests) {
        return draw(requests, faults);
    }

    private static List<Fault> draw(int requests, FaultInjector faults) {
        List<Fault> drawn = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            drawn.add(faults.draw());
        }
        return drawn;
    }
}
