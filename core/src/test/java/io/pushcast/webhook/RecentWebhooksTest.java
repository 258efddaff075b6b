package io.pushcast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.webhook.RecentWebhooks.Seen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RecentWebhooksTest {

    private static final class SettableClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final SettableClock clock = new SettableClock();
    private final RecentWebhooks recent = new RecentWebhooks(clock, Duration.ofMinutes(10));

    @Test
    void remembersAWebhookAsLongAsItsAgeAllowsIt() {
        assertThat(recent.begin("a")).isEqualTo(Seen.NEW);
        assertThat(recent.begin("a")).isEqualTo(Seen.BEING_TOLD);
        recent.end("a", true);
        clock.now = clock.now.plus(Duration.ofMinutes(20));
        assertThat(recent.begin("a")).isEqualTo(Seen.TOLD);
        clock.now = clock.now.plusMillis(1);
        assertThat(recent.begin("a")).isEqualTo(Seen.NEW);
    }

    @Test
    void forgetsTheOldestOfTooMany() {
        for (int i = 0; i <= RecentWebhooks.MOST; i++) {
            recent.begin("w" + i);
            recent.end("w" + i, true);
        }
        assertThat(recent.begin("w" + RecentWebhooks.MOST)).isEqualTo(Seen.TOLD);
        assertThat(recent.begin("w1")).isEqualTo(Seen.TOLD);
        assertThat(recent.begin("w0")).isEqualTo(Seen.NEW);
    }

    @Test
    void tellsKeysApart() {
        byte[] body = {1, 2};
        assertThat(RecentWebhooks.digest("a", body)).isNotEqualTo(RecentWebhooks.digest("b", body));
        assertThat(RecentWebhooks.digest("a", body)).isEqualTo(RecentWebhooks.digest("a", body.clone()));
    }
}
