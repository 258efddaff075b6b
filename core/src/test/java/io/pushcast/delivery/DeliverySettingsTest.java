package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliverySettingsTest {

    @Test
    void beginsABuilderWithAllItsSettings() {
        DeliverySettings settings = DeliverySettings.builder()
                .linger(Duration.ofMillis(1))
                .deliveryTimeout(Duration.ofMillis(2))
                .maxBlock(Duration.ofMillis(3))
                .patience(() -> Duration.ofMillis(2))
                .closeTimeout(Duration.ofMillis(4))
                .bufferBytes(5)
                .bufferMessages(6)
                .maxInFlight(7)
                .overflowPolicy(OverflowPolicy.FAIL)
                .build();

        assertThat(settings.toBuilder().build()).usingRecursiveComparison().isEqualTo(settings);
    }

    @Test
    void takesThePatienceOfAnyCallerFromTheLongestWaitUnlessItIsSet() {
        DeliverySettings shorter = DeliverySettings.defaults().toBuilder()
                .maxBlock(Duration.ofMillis(3))
                .build();

        assertThat(shorter.maxBlockOfCaller()).isEqualTo(Duration.ofMillis(3));
    }
}
