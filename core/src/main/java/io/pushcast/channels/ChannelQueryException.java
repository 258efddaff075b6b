package io.pushcast.channels;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Why a query has no result: the server refused it, did not answer, or answered something else. */
public final class ChannelQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable String body;

    ChannelQueryException(String message, int status, @Nullable String body, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.body = body;
    }

    /**
     * The status of the server's answer; for servers that say 200 to an error, the status in its body. Empty without
     * an answer.
     */
    public OptionalInt httpStatus() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** The body of the server's answer; null if there was no answer. */
    public @Nullable String body() {
        return body;
    }
}
