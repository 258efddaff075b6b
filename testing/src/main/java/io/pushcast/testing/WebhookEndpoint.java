package io.pushcast.testing;

import com.google.gson.JsonObject;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * An address of the application, the kinds of events that it is told, all if none is named, and the requests that it has
 * not had yet. Used on the server's thread only.
 */
final class WebhookEndpoint {

    private final URI address;
    private final Set<String> kinds;
    private final Deque<String> bodies = new ArrayDeque<>();
    private boolean busy;

    WebhookEndpoint(URI address, Set<String> kinds) {
        this.address = address;
        this.kinds = kinds;
    }

    /** The same address and kinds, with nothing to be sent or under way. */
    WebhookEndpoint anew() {
        return new WebhookEndpoint(address, kinds);
    }

    URI address() {
        return address;
    }

    List<JsonObject> wanted(List<JsonObject> events) {
        return events.stream()
                .filter(event -> kinds.isEmpty() || kinds.contains(nameOf(event)))
                .toList();
    }

    private static String nameOf(JsonObject event) {
        return event.has("name") ? event.get("name").getAsString() : "";
    }

    /** The bodies that are still to be sent for the first time, oldest first. */
    Deque<String> bodies() {
        return bodies;
    }

    /** Whether a first attempt is under way: the next one waits for it, so that the application sees them in order. */
    boolean isBusy() {
        return busy;
    }

    void busy(boolean busy) {
        this.busy = busy;
    }
}
