package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerClockTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SettableClock local = new SettableClock();
    private final ServerClock clock = new ServerClock(local);

    @Test
    void believesARefusalThatTellsTheServersTime() {
        assertThat(clock.learnFrom(answer(START.plusSeconds(3600)), true, Duration.ZERO))
                .isTrue();

        assertThat(clock.now()).isEqualTo(START.plusSeconds(3600));
    }

    @Test
    void doesNotAskForTheTimeAsLongAsNothingIsRefused() {
        assertThat(clock.learnFrom(answer(START.plusSeconds(3600)), false, Duration.ZERO))
                .isFalse();

        assertThat(clock.now()).isEqualTo(START);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2050-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2026-03-02T12:01:00Z"})
    void doesNotBelieveATimeOutOfBounds(String date) {
        HttpResponse lie = answer(Instant.parse(date));

        assertThat(clock.learnFrom(lie, true, Duration.ZERO)).isFalse();

        assertThat(clock.now()).isEqualTo(START);
        assertThat(clock.disbelief(lie))
                .isEqualTo("the server refuses requests for their time: its Date says " + date
                        + " and this machine's clock 2026-03-01T12:00:00Z. A difference of more than 24 hours is not"
                        + " believed; set the clock that is wrong");
    }

    @Test
    void hasNothingToSayAboutATimeThatItBelieves() {
        assertThat(clock.disbelief(answer(START.plusSeconds(3600)))).isNull();
        assertThat(clock.disbelief(answer(null))).isNull();
    }

    @Test
    void forgetsALieWithTheNextAnswerThatTellsTheTime() {
        clock.learnFrom(answer(START.plus(Duration.ofHours(20))), true, Duration.ZERO);

        clock.learnFrom(answer(START), false, Duration.ofHours(20));

        assertThat(clock.skew()).isZero();
    }

    @Test
    void signsOnceMoreWhenTheLieIsRefused() {
        clock.learnFrom(answer(START.plus(Duration.ofHours(20))), true, Duration.ZERO);

        assertThat(clock.learnFrom(answer(START.plusSeconds(5)), true, Duration.ofHours(20)))
                .isTrue();
        assertThat(clock.skew()).isZero();
    }

    @Test
    void signsNothingTwiceForTheSameTime() {
        Duration hour = Duration.ofHours(1);
        clock.learnFrom(answer(START.plus(hour)), true, Duration.ZERO);

        assertThat(clock.learnFrom(answer(START.plus(hour)), true, hour)).isFalse();
        // One that was signed before the clock was put right.
        assertThat(clock.learnFrom(answer(START.plus(hour)), true, Duration.ZERO))
                .isTrue();
    }

    @Test
    void trustsItsOwnClockAgainWhenARefusalTellsNoTime() {
        clock.learnFrom(answer(START.plusSeconds(3600)), true, Duration.ZERO);

        assertThat(clock.learnFrom(answer(null), true, Duration.ofHours(1))).isTrue();
        assertThat(clock.skew()).isZero();
        assertThat(clock.learnFrom(answer(null), true, Duration.ZERO)).isFalse();
    }

    @Test
    void forgetsWhatNoAnswerConfirms() {
        clock.learnFrom(answer(START.plusSeconds(3600)), true, Duration.ZERO);

        local.now = START.plus(Duration.ofMinutes(9));
        clock.learnFrom(answer(local.now.plusSeconds(3602)), false, Duration.ofHours(1));
        local.now = START.plus(Duration.ofMinutes(18));
        assertThat(clock.skew()).isEqualTo(Duration.ofHours(1));

        clock.learnFrom(answer(null), false, Duration.ofHours(1));
        local.now = START.plus(Duration.ofMinutes(19));
        assertThat(clock.skew()).isZero();
    }

    @Test
    void takesNoNoticeOfAFewSeconds() {
        assertThat(clock.learnFrom(answer(START.plusSeconds(59)), true, Duration.ZERO))
                .isFalse();

        assertThat(clock.skew()).isZero();
    }

    private static HttpResponse answer(Instant date) {
        Map<String, String> headers = date == null ? Map.of() : Map.of("Date", HTTP_DATE.format(date));
        return HttpResponse.of(401, headers, "Timestamp expired");
    }

    private static final class SettableClock extends Clock {

        private Instant now = START;

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
