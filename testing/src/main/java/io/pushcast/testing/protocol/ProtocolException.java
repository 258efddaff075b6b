package io.pushcast.testing.protocol;

import org.jspecify.annotations.Nullable;

/** A message of a client that can't be served; the client is told, and its connection stays. */
public final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final @Nullable Integer code;

    public ProtocolException(String message) {
        super(message);
        this.code = null;
    }

    /** @param code what Pusher calls this error */
    public ProtocolException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** What Pusher calls this error; null if it has no name. */
    @Nullable
    public Integer code() {
        return code;
    }
}
