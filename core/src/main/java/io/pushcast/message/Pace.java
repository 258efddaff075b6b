package io.pushcast.message;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a message is worth sending: of the messages with the same ordering key, channels and event, at most one in this
 * time. The first is sent at once, and the newest when the time is over; those between give way to it and end as {@link
 * DeliveryException.Reason#SUPERSEDED SUPERSEDED}.
 *
 * @param interval the time; positive, and an hour at most
 * @param event the event that the message tells of, also if it travels under another name, since it is compressed
 */
public record Pace(Duration interval, String event) {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    /** @throws IllegalArgumentException if the interval is not positive, or longer than an hour */
    public Pace {
        check(interval);
    }

    /**
     * The same interval, if it can be one.
     *
     * @throws IllegalArgumentException if it is not positive, or longer than an hour
     */
    public static Duration check(Duration interval) {
        if (interval.isZero() || interval.isNegative() || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("The pace must be positive and an hour at most, not " + interval);
        }
        return interval;
    }

    /**
     * The interval that a text names: {@code 250ms}, {@code 5s}, {@code 1m}, {@code 1h}, or as ISO 8601 has it ({@code
     * PT0.25S}).
     *
     * @throws IllegalArgumentException if it names none, or one that is not positive or longer than an hour
     */
    public static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            return check(
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    });
        }
        try {
            return check(Duration.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "The pace '" + text + "' is no time; it looks like 250ms, 5s, 1m or PT0.25S", e);
        }
    }
}
