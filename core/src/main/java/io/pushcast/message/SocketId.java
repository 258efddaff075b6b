package io.pushcast.message;

import io.pushcast.text.LogText;
import java.util.regex.Pattern;

/**
 * The id that the server gave to one connection of a subscriber, such as {@code 123.456}. A message that excludes it
 * reaches everybody but the one who caused it ("to others").
 *
 * @param value the id; two runs of digits with a dot between them
 * @see <a href="https://pusher.com/docs/channels/server_api/excluding-event-recipients/">Excluding recipients</a>
 */
public record SocketId(String value) {

    private static final Pattern FORM = Pattern.compile("\\d{1,30}\\.\\d{1,30}");

    /** @throws InvalidMessageException if this is no socket id */
    public SocketId {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidMessageException(LogText.quoted(value)
                    + " is no socket id; one looks like 123.456 and comes from the client's connection");
        }
    }

    /**
     * The connection with this id.
     *
     * @throws InvalidMessageException if this is no socket id
     */
    public static SocketId of(String value) {
        return new SocketId(value);
    }

    /** The id itself. */
    @Override
    public String toString() {
        return value;
    }
}
