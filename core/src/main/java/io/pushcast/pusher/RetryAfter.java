package io.pushcast.pusher;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates and waits as servers write them into headers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, Retry-After</a>
 */
final class RetryAfter {

    /** Whole seconds by the standard; sockudo and some proxies write fractions. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    /** The standard's form of a date, whatever the language of the machine. */
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

    private RetryAfter() {}

    /** How long the server asks to wait; null if it does not say so in a form that is known. */
    static @Nullable Duration parse(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        String value = header.trim();
        if (SECONDS.matcher(value).matches()) {
            return Duration.ofNanos(Math.round(Double.parseDouble(value) * 1e9));
        }
        Instant date = date(value);
        if (date == null) {
            return null;
        }
        Duration wait = Duration.between(now, date);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** The moment that a header such as {@code Date} names; null if there is none in it. */
    static @Nullable Instant date(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return ZonedDateTime.parse(header.trim(), DATE).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
