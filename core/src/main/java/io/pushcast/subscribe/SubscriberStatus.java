package io.pushcast.subscribe;

import io.pushcast.message.ChannelName;
import java.time.Duration;
import java.util.Map;

/**
 * What a subscriber is doing and has done since its start, at the moment of each call; it costs little to ask. Safe for use by
 * several threads.
 */
public interface SubscriberStatus {

    /** How the connection is; of several, how the worst is. */
    enum ConnectionState {
        /** Not started yet. */
        NEW,
        /** A connection is being made. */
        CONNECTING,
        /** The connection is there. */
        CONNECTED,
        /** The connection was lost or could not be made, and is tried again after a pause. */
        WAITING,
        /** The server said that it is of no use to come back (close code 4000–4099): nothing is tried until it is started again. */
        STOPPED,
        /** The subscriber is closed. */
        CLOSED
    }

    /** The subscriber's name, for logs and metrics. */
    String name();

    /** How the connection is. */
    ConnectionState connection();

    /** Why the connection is not there, in a few words; empty if it is, or was never tried. */
    String reason();

    /** For how long the connection has not been there, all attempts included; zero if it is, or before the start. */
    Duration disconnectedFor();

    /** The channels that are subscribed to, or are to be, with how it stands. */
    Map<ChannelName, SubscriptionState> subscriptions();

    /** Events that arrived for a channel of this subscriber, duplicates included. */
    long received();

    /** Events whose handlers have all returned, also those that nobody handles. */
    long handled();

    /** Events that a handler failed on, or that could not be read. */
    long failed();

    /** Events that were dropped since they had arrived before. */
    long duplicates();

    /** Events without a handler for their name. */
    long unhandled();

    /** How often events were missing, or may have been. */
    long gaps();

    /** How often a connection was made after the first one. */
    long reconnects();

    /** Events that wait for their handlers. */
    int bufferedEvents();

    /** The bytes of those events. */
    long bufferedBytes();

    /** For how long the oldest of those events has waited; zero if none does. */
    Duration oldestAge();
}
