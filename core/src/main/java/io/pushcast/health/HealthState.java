package io.pushcast.health;

/** How a publisher, an outbox or a subscriber is. */
public enum HealthState {
    /** Messages are delivered, or wait no longer than they may; an outage of the server that passes is part of that. */
    UP,
    /**
     * A message has waited too long, or a subscriber has been without connection for too long, because the server fails. Nothing that
     * this application does would mend it.
     */
    LATE,
    /**
     * The server refuses the app itself: its credentials are wrong, or it is over its quota. Messages wait. Somebody has to look
     * at it, but another instance of the application would fare no better, so load balancers need not act.
     */
    REFUSED,
    /** Nearly no room is left for messages, so publishing blocks or fails in this instance. */
    FULL,
    /** The outbox itself does not work: its database fails, or a message has waited too long although the server is well. */
    DOWN
}
