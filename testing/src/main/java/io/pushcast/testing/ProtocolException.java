package io.pushcast.testing;

import org.jspecify.annotations.Nullable;

/** A message of a client that can't be served; the client is told, and its connection stays. */
final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable Integer code;

    ProtocolException(String message) {
        super(message);
        this.code = null;
    }

    /** @param code what Pusher calls this error */
    ProtocolException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** What Pusher calls this error; null if it has no name. */
    @Nullable
    Integer code() {
        return code;
    }
}
