package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScanPositionTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ScanPosition scanPosition = new ScanPosition(5 * SECOND, 60 * SECOND);

    private void look(long second, long last) {
        long at = second * SECOND;
        scanPosition.looked(at, at, scanPosition.begin(at), last, false);
    }

    private long beginAt(long second) {
        return scanPosition.begin(second * SECOND);
    }

    @Test
    void beginsAtTheBeginning() {
        assertThat(beginAt(0)).isZero();
    }

    @Test
    void looksAgainAtWhatIsYoungerThanTheOverlap() {
        look(0, 100);
        look(4, 200);
        assertThat(beginAt(4)).isZero();
        look(5, 300);
        assertThat(beginAt(5)).isEqualTo(100);
        look(9, 400);
        assertThat(beginAt(9)).isEqualTo(200);
        assertThat(scanPosition.isLate(200)).isTrue();
        assertThat(scanPosition.isLate(201)).isFalse();
    }

    @Test
    void aLookAfterALongPauseBeginsWhereOneBeforeItWouldHave() {
        look(0, 100);
        // Nobody has looked for what was committed meanwhile.
        assertThat(beginAt(30)).isZero();
        look(30, 100);
        assertThat(beginAt(31)).isEqualTo(100);
    }

    @Test
    void goesByTheTimesOnTheSafeSideOfTheDatabasesLook() {
        scanPosition.looked(0, 3 * SECOND, 0, 100, false);
        look(5, 100);
        assertThat(beginAt(6)).isZero();
        look(8, 100);
        assertThat(beginAt(9)).isEqualTo(100);
    }

    @Test
    void aLookThatWasCutProvesNothingBeyondItsEnd() {
        look(0, 100);
        scanPosition.looked(6 * SECOND, 6 * SECOND, 0, 70, true);
        assertThat(beginAt(7)).isEqualTo(70);
        look(7, 100);
        assertThat(beginAt(8)).isEqualTo(100);
    }

    @Test
    void looksAtEverythingFromTimeToTime() {
        look(0, 100);
        look(5, 100);
        assertThat(beginAt(6)).isEqualTo(100);
        look(50, 100);
        // The look at second 5 was the last that began at the beginning.
        assertThat(beginAt(64)).isEqualTo(100);
        assertThat(beginAt(65)).isZero();
        look(65, 100);
        assertThat(beginAt(66)).isEqualTo(100);
    }

    @Test
    void looksAtEverythingMoreSeldomWhereThatTakesLong() {
        look(0, 100);
        look(6, 100);
        scanPosition.looked(66 * SECOND, 70 * SECOND, scanPosition.begin(66 * SECOND), 100, false);
        assertThat(beginAt(126)).isEqualTo(100);
        assertThat(beginAt(145)).isEqualTo(100);
        assertThat(beginAt(146)).isZero();
        look(146, 100);
        assertThat(beginAt(205)).isEqualTo(100);
        assertThat(beginAt(206)).isZero();
    }

    @Test
    void aLookThatFindsOldMessagesMovesNothingBack() {
        look(0, 100);
        look(1, 7);
        look(8, 100);
        assertThat(beginAt(9)).isEqualTo(100);
    }

    @Test
    void beginsAnewWhenOtherPartitionsComeIn() {
        look(0, 100);
        look(6, 100);
        assertThat(beginAt(6)).isEqualTo(100);
        scanPosition.restart();
        assertThat(beginAt(6)).isZero();
        look(6, 50);
        assertThat(scanPosition.isLate(40)).isFalse();
        look(10, 50);
        assertThat(beginAt(10)).isZero();
        look(11, 50);
        assertThat(beginAt(11)).isEqualTo(50);
    }
}
