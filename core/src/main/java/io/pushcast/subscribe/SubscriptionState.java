package io.pushcast.subscribe;

/** How the subscription of one channel is. */
public enum SubscriptionState {
    /** It waits for a connection, a sign-in, or its turn. */
    WAITING,
    /** The server was asked, and has not answered yet. */
    SUBSCRIBING,
    /** The server has confirmed it: what is published from then on arrives. */
    SUBSCRIBED,
    /** The server or the authoriser refused it, or did not answer in time. It is tried again, with a growing pause. */
    REFUSED
}
