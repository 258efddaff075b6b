package io.pushcast.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetValueTest {

    @Test
    void tellsAimMustAndMissedApartWhereMoreIsBetter() {
        TargetValue target = TargetValue.atLeast(3.5, 5, "×");

        assertThat(target.verdict(5)).isEqualTo("reached");
        assertThat(target.verdict(4.9)).isEqualTo("reached, not the aim");
        assertThat(target.verdict(3.4)).isEqualTo("**missed**");
    }

    @Test
    void tellsAimMustAndMissedApartWhereLessIsBetter() {
        TargetValue target = TargetValue.atMost(600, 300, " B");

        assertThat(target.verdict(300)).isEqualTo("reached");
        assertThat(target.verdict(600)).isEqualTo("reached, not the aim");
        assertThat(target.verdict(601)).isEqualTo("**missed**");
    }

    @Test
    void writesFiguresWithTheDigitsThatCount() {
        assertThat(TargetValue.number(123_456.7)).isEqualTo("123,457");
        assertThat(TargetValue.number(12.34)).isEqualTo("12.3");
        assertThat(TargetValue.number(1.236)).isEqualTo("1.24");
        assertThat(TargetValue.number(3)).isEqualTo("3");
    }
}
