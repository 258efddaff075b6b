package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class KnownDifferenceTest {

    @Test
    void isSeenInAFailureWithAllItsWords() {
        KnownDifference difference = KnownDifference.of("it does not look", "expected: 400", "but was: 200");

        assertThat(difference.isSeenIn(new AssertionError("expected: 400\n but was: 200")))
                .isTrue();
        assertThat(difference.isSeenIn(new AssertionError("expected: 400\n but was: 500")))
                .isFalse();
        assertThat(difference.isSeenIn(new IllegalStateException())).isFalse();
    }

    @Test
    void mustHaveWords() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KnownDifference.of("it does not look"))
                .withMessageContaining("it does not look");
    }
}
