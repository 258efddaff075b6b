package io.pushcast.http;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server answered to one request. Immutable. {@code toString} leaves out headers and body. */
public final class HttpResponse {

    private final int status;
    private final HttpHeaders headers;
    private final String body;

    HttpResponse(int status, HttpHeaders headers, String body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** A response with these headers, for tests. */
    public static HttpResponse of(int status, Map<String, String> headers, String body) {
        HttpHeaders copy = new DefaultHttpHeaders();
        headers.forEach(copy::set);
        return new HttpResponse(status, copy, body);
    }

    /** The HTTP status, from 200 to 999. */
    public int status() {
        return status;
    }

    /** The first header of this name, whatever its case; null if there is none. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** The body, decoded as UTF-8 and without compression; empty if there was none. */
    public String body() {
        return body;
    }

    /** The same response with another body, such as one without what nobody may read. */
    public HttpResponse withBody(String other) {
        return other.equals(body) ? this : new HttpResponse(status, headers, other);
    }

    @Override
    public String toString() {
        return "HttpResponse[" + status + ", " + body.length() + " characters]";
    }
}
