package io.pushcast.http;

import io.pushcast.text.LogText;
import java.io.IOException;

/**
 * A server or a proxy said something that HTTP/1.1 does not allow, or that was not asked for. The message may have what it said,
 * and so is on one line and shortened. There is no cause: the codec's exceptions have what was received as it came.
 */
final class HttpProtocolException extends IOException {

    private static final long serialVersionUID = 1L;

    HttpProtocolException(String message) {
        super(LogText.line(message));
    }
}
