package io.pushcast.testing.outbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.testing.outbox.chaos.Arrivals.Arrival;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker of the chaos test sees what it is there for. */
class ArrivalsTest {

    private static Arrival arrival(String key, int number) {
        return new Arrival(key, number, 0);
    }

    @Test
    void seesDuplicates() {
        List<Arrival> all = List.of(arrival("a", 1), arrival("b", 1), arrival("a", 1));
        assertThat(Arrivals.first(all)).containsExactly(arrival("a", 1), arrival("b", 1));
    }

    @Test
    void seesAMessageThatCameAfterALaterOneOfItsKey() {
        assertThat(Arrivals.inversions(List.of(arrival("a", 1), arrival("b", 3), arrival("a", 3), arrival("a", 2))))
                .containsExactly("a:2 after 3");
    }

    @Test
    void doesNotMindGapsAndOtherKeys() {
        assertThat(Arrivals.inversions(List.of(arrival("a", 1), arrival("b", 0), arrival("a", 7))))
                .isEmpty();
    }

    @Test
    void measuresTheLongestSilenceOfAKey() {
        List<Arrival> firsts = List.of(
                new Arrival("a", 1, 0), new Arrival("b", 1, 5), new Arrival("a", 2, 10), new Arrival("b", 2, 35));
        assertThat(Arrivals.longestSilence(firsts, 20)).isEqualTo(Duration.ofNanos(30));
        assertThat(Arrivals.longestSilence(firsts, 5)).isEqualTo(Duration.ofNanos(30));
        assertThat(Arrivals.longestSilence(firsts, 40)).isZero();
    }
}
