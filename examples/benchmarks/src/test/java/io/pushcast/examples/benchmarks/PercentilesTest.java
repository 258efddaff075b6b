package io.pushcast.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(Percentiles.of(new double[] {4, 1, 3, 2}).median()).isEqualTo(2.5);
        assertThat(Percentiles.of(new double[] {9, 1, 5}).median()).isEqualTo(5);
    }

    @Test
    void aShareIsTheSmallestSampleThatSoManyDoNotExceed() {
        Percentiles hundred =
                Percentiles.of(IntStream.rangeClosed(1, 100).mapToDouble(i -> i).toArray());

        assertThat(hundred.at(0)).isEqualTo(1);
        assertThat(hundred.at(0.5)).isEqualTo(50);
        assertThat(hundred.at(0.99)).isEqualTo(99);
        assertThat(hundred.at(1)).isEqualTo(100);
    }

    @Test
    void oneBadRoundDoesNotMoveTheMedianOfSeveral() {
        List<Percentiles> rounds = List.of(
                Percentiles.of(new double[] {1}), Percentiles.of(new double[] {2}), Percentiles.of(new double[] {900}));

        assertThat(Percentiles.medianOf(rounds, 0.99)).isEqualTo(2);
    }

    @Test
    void noSamplesAreAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Percentiles.of(new double[0]))
                .withMessageContaining("no sample");
    }
}
