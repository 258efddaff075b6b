package io.pushcast.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A server or a proxy said something that HTTP/1.1 does not allow, or that was not asked for. */
final class HttpProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    HttpProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    HttpProtocolException(String message) {
        super(message);
    }
}
