package io.pushcast.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconnectScheduleTest {

    private static ReconnectSchedule atMost() {
        return new ReconnectSchedule(Duration.ofSeconds(1), Duration.ofSeconds(30), () -> 1.0);
    }

    @Test
    void doublesUpToTheLongestAndGoesOnForEver() {
        ReconnectSchedule schedule = atMost();

        assertThat(IntStream.range(0, 7).mapToObj(i -> schedule.next().toSeconds()))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
        IntStream.range(0, 10_000).forEach(i -> schedule.next());
        assertThat(schedule.next()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void beginsAnewAfterASuccess() {
        ReconnectSchedule schedule = atMost();
        schedule.next();
        schedule.next();

        schedule.succeeded();

        assertThat(schedule.next()).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @CsvSource({"4100, 2000", "4199, 2000", "4200, 0", "4299, 0", "4300, 1000", "1006, 1000", "0, 1000", "3999, 1000"})
    void obeysTheCloseCode(int code, long millis) {
        assertThat(atMost().next(code)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void comesBackAtOnceOnceOnly() {
        ReconnectSchedule schedule = atMost();

        assertThat(schedule.next(4200)).isZero();
        assertThat(schedule.next(4200)).isEqualTo(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"3999, false", "4000, true", "4099, true", "4100, false"})
    void knowsWhichCodesAreFinal(int code, boolean isFinal) {
        assertThat(ReconnectSchedule.isFinal(code)).isEqualTo(isFinal);
    }

    /** 500 clients that lost their server together: in no tenth of the pause are there more than twice the average. */
    @Test
    void spreadsManyClientsOverThePause() {
        Random random = new Random(1);
        int[] perTenth = new int[10];
        for (int client = 0; client < 500; client++) {
            ReconnectSchedule schedule =
                    new ReconnectSchedule(Duration.ofSeconds(1), Duration.ofSeconds(30), random::nextDouble);
            perTenth[(int) (schedule.next().toMillis() / 100)]++;
        }
        assertThat(Arrays.stream(perTenth).boxed()).allMatch(clients -> clients > 0 && clients < 100);
    }
}
