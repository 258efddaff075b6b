package io.pushcast.testing.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedEventsTest {

    private final SettableClock clock = new SettableClock();
    private final CachedEvents cached = new CachedEvents(clock, Duration.ofMinutes(30));

    @Test
    void keepsTheLastEventOfEachChannelForAWhile() {
        cached.keep("cache-a", message("1"));
        clock.now = clock.now.plusSeconds(60);
        cached.keep("cache-b", message("2"));
        cached.keep("cache-a", message("3"));

        clock.now = clock.now.plusSeconds(30 * 60 - 1);
        assertThat(cached.last("cache-a")).extracting(ChannelMessage::data).isEqualTo("3");
        assertThat(cached.last("cache-b")).extracting(ChannelMessage::data).isEqualTo("2");
        assertThat(cached.last("cache-c")).isNull();

        clock.now = clock.now.plusSeconds(1);
        assertThat(cached.last("cache-a")).isNull();
        assertThat(cached.last("cache-b")).isNull();
    }

    private static ChannelMessage message(String data) {
        return ChannelMessage.builder("", List.of(ChannelName.of("cache-a")), "e", data)
                .build();
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
