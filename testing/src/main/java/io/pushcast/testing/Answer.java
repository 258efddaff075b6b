package io.pushcast.testing;

import java.util.HashMap;
import java.util.Map;

/** What goes back for one HTTP request. */
record Answer(int status, String contentType, String body, Map<String, String> headers) {

    static Answer json(String body) {
        return new Answer(200, "application/json", body, Map.of());
    }

    static Answer text(int status, String body) {
        return new Answer(status, "text/plain; charset=utf-8", body + "\n", Map.of());
    }

    static Answer wrongMethod(String method, String allowed) {
        return text(405, "This path answers " + allowed + ", not " + method).with("Allow", allowed);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, Map.copyOf(more));
    }
}
