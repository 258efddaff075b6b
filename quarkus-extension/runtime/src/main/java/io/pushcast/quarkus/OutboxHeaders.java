package io.pushcast.quarkus;

import java.util.Map;

/** What is stored beside each message, such as the trace in which it was published. Beans of this type are all asked. */
public interface OutboxHeaders {

    /**
     * The headers for a message that the calling thread publishes; names are free of {@code =}.
     *
     * @see io.pushcast.outbox.Outbox.Builder#headers
     */
    Map<String, String> current();
}
