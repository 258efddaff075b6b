package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrontierTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Frontier frontier = new Frontier(5 * SECOND, 60 * SECOND);

    @Test
    void beginsAtTheBeginning() {
        assertThat(frontier.begin(0)).isZero();
    }

    @Test
    void looksAgainAtWhatIsYoungerThanTheOverlap() {
        frontier.loadedUpTo(100, 0, 0);
        frontier.loadedUpTo(200, 0, 3 * SECOND);
        assertThat(frontier.begin(4 * SECOND)).isZero();
        assertThat(frontier.begin(5 * SECOND)).isEqualTo(100);
        assertThat(frontier.begin(8 * SECOND)).isEqualTo(200);
        assertThat(frontier.isLate(200)).isTrue();
        assertThat(frontier.isLate(201)).isFalse();
    }

    @Test
    void looksAtEverythingFromTimeToTime() {
        frontier.loadedUpTo(100, 0, 0);
        assertThat(frontier.begin(59 * SECOND)).isEqualTo(100);
        assertThat(frontier.begin(60 * SECOND)).isZero();
        frontier.loadedUpTo(100, 0, 60 * SECOND);
        assertThat(frontier.begin(61 * SECOND)).isEqualTo(100);
    }

    @Test
    void aLookThatFindsOldMessagesMovesNothingBack() {
        frontier.loadedUpTo(100, 0, 0);
        frontier.loadedUpTo(7, 0, SECOND);
        assertThat(frontier.begin(7 * SECOND)).isEqualTo(100);
    }

    @Test
    void beginsAnewWhenOtherPartitionsComeIn() {
        frontier.loadedUpTo(100, 0, 0);
        assertThat(frontier.begin(6 * SECOND)).isEqualTo(100);
        frontier.restart();
        assertThat(frontier.begin(6 * SECOND)).isZero();
        frontier.loadedUpTo(50, 0, 6 * SECOND);
        assertThat(frontier.begin(10 * SECOND)).isZero();
        assertThat(frontier.isLate(40)).isFalse();
        assertThat(frontier.begin(11 * SECOND)).isEqualTo(50);
    }
}
