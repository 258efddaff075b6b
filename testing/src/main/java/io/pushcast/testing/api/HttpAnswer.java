package io.pushcast.testing.api;

import java.util.HashMap;
import java.util.Map;

/** What goes back for one HTTP request. */
public record HttpAnswer(int status, String contentType, String body, Map<String, String> headers) {

    public static HttpAnswer json(String body) {
        return new HttpAnswer(200, "application/json", body, Map.of());
    }

    public static HttpAnswer text(int status, String body) {
        return new HttpAnswer(status, "text/plain; charset=utf-8", body + "\n", Map.of());
    }

    public static HttpAnswer wrongMethod(String method, String allowed) {
        return text(405, "This path answers " + allowed + ", not " + method).with("Allow", allowed);
    }

    public HttpAnswer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, contentType, body, Map.copyOf(more));
    }
}
