package io.pushcast.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelName;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DuplicateFilterTest {

    private static final ChannelName CHANNEL = ChannelName.of("orders");

    private final DuplicateFilter filter = new DuplicateFilter(CHANNEL);

    private boolean isNew(String stream, long number) {
        return filter.isNew(null, Map.of("stream", stream, "number", number));
    }

    @Test
    void knowsIdsOfTheLast10000() {
        assertThat(filter.isNew("a", null)).isTrue();
        assertThat(filter.isNew("a", null)).isFalse();
        for (int i = 0; i < 10_000; i++) {
            assertThat(filter.isNew("id-" + i, null)).isTrue();
        }
        assertThat(filter.isNew("id-0", null)).isFalse();
        assertThat(filter.isNew("a", null)).isTrue();
    }

    @Test
    void tellsWhichNumbersAreMissing() {
        assertThat(isNew("s", 5)).isTrue();
        assertThat(filter.gap()).as("before the subscription").isNull();
        assertThat(isNew("s", 6)).isTrue();
        assertThat(filter.gap()).isNull();
        assertThat(isNew("s", 9)).isTrue();
        assertThat(filter.gap()).isEqualTo(new Gap(CHANNEL, Gap.Cause.NUMBERS_MISSING, "s", 7, 8));
        assertThat(isNew("other", 1)).isTrue();
        assertThat(filter.gap()).isNull();
    }

    @Test
    void dropsNumbersThatAreOld() {
        assertThat(isNew("s", 5)).isTrue();

        assertThat(isNew("s", 5)).isFalse();
        assertThat(isNew("s", 4)).isFalse();
        assertThat(isNew("s", 6)).isTrue();
    }

    @Test
    void takesWhatHasNeitherAndWhatIsNoNumber() {
        assertThat(filter.isNew(null, null)).isTrue();
        assertThat(filter.isNew(null, null)).isTrue();
        assertThat(filter.isNew(null, Map.of("stream", 7, "number", "x"))).isTrue();
        assertThat(filter.isNew(null, "text")).isTrue();
    }
}
