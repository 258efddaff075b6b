package io.pushcast.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class HysteresisThresholdTest {

    @Test
    void turnsOnlyAtItsBoundsAndNotBetweenThem() {
        HysteresisThreshold room = new HysteresisThreshold();

        assertThat(DoubleStream.of(0.5, 0.9, 0.96, 0.9, 0.7, 0.97, 0.6, 0.9, 1.0)
                        .mapToObj(filled -> room.isGood(filled >= 0.95, filled <= 0.67)))
                .containsExactly(true, true, false, false, false, false, true, true, false);
    }
}
