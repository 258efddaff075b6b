package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutboxBuilderTest {

    private final Outbox.Builder outbox = Outbox.on(new UnusedStore());

    @Test
    void takesEachBoundOfPollingAloneInAnyOrder() {
        assertThat(outbox.shortestPoll(Duration.ofSeconds(30))
                        .longestPoll(Duration.ofSeconds(60))
                        .build())
                .isNotNull();
    }

    @Test
    void refusesAShortestPollThatIsLongerThanTheLongest() {
        outbox.shortestPoll(Duration.ofSeconds(2));

        assertThatThrownBy(outbox::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("shortestPoll", "PT1S", "not PT2S");
    }

    @Test
    void refusesAWindowThatHoldsNothing() {
        assertThatThrownBy(() -> outbox.windowMessages(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 message, not 0");
        assertThatThrownBy(() -> outbox.windowBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 byte, not 0");
    }
}
