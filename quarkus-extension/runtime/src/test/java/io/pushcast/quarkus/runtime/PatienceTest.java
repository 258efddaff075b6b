package io.pushcast.quarkus.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final List<Duration> asked = new ArrayList<>();
    private long now = -1;
    private boolean onEventLoop;
    private final Patience patience = new Patience(LONGEST, () -> !onEventLoop, () -> now);

    @Test
    void isAsLongForEachThatIsAlone() {
        wait(Duration.ofSeconds(4));
        wait(Duration.ofSeconds(4));

        assertThat(asked).containsExactly(LONGEST, LONGEST);
    }

    @Test
    void isAsLongForAllOfATransactionAsForOne() {
        patience.share(() -> {
            wait(Duration.ofSeconds(4));
            patience.share(() -> wait(Duration.ofSeconds(1)));
            wait(Duration.ZERO);
        });
        wait(Duration.ZERO);

        assertThat(asked).containsExactly(LONGEST, Duration.ofSeconds(1), Duration.ZERO, LONGEST);
    }

    @Test
    void isNoneOnAnEventLoop() {
        onEventLoop = true;

        wait(Duration.ZERO);
        patience.share(() -> wait(Duration.ZERO));

        assertThat(asked).containsExactly(Duration.ZERO, Duration.ZERO);
    }

    private void wait(Duration waited) {
        asked.add(patience.get());
        now += waited.toNanos();
    }
}
