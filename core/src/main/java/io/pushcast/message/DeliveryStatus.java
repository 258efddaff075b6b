package io.pushcast.message;

import java.time.Duration;

/**
 * What is under way in a publisher, for metrics and health checks: each method answers for the moment in which it is called.
 * Safe for use by several threads; every call takes the delivery's lock for an instant.
 */
public interface DeliveryStatus {

    /** The publisher's name, by default the id of its app. */
    String name();

    /** What sends the requests, and where to, such as {@code OfficialClientTransport[PusherAsync]}; without secrets. */
    String transport();

    /** The messages, or parts of one, that have no outcome yet. */
    int bufferedMessages();

    /** What these messages take of the buffer, in bytes. */
    long bufferedBytes();

    /** The part of the buffer that is in use, by bytes or by messages, whichever is more: 0 if it is empty, 1 if it is full. */
    double bufferUsed();

    /** How long the oldest of these messages has waited since it was published; zero if there is none. */
    Duration oldestAge();

    /** The requests under way. */
    int requestsInFlight();

    /** Whether requests are sent, or why not. */
    ServerState server();

    /** Whether requests are sent, or why not. If several reasons hold, the last of them in this order. */
    enum ServerState {
        /** Requests go out. */
        SERVING,
        /** The server asked to wait, and is obeyed. */
        THROTTLING,
        /** The circuit breaker lets a few requests through, to see whether the server is well again. */
        HALF_OPEN,
        /** The circuit breaker is open: the server failed, and messages wait. */
        OPEN,
        /** The server refused the app itself (wrong credentials, unknown app, over its quota): a long pause. */
        SUSPENDED
    }
}
