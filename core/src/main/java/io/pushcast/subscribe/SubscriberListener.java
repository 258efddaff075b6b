package io.pushcast.subscribe;

import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.time.Duration;

/**
 * Is told what happens to a subscriber, for logs and metrics. Methods are called on the subscriber's executor: what belongs to
 * a channel, in order with its events; everything else one call at a time. What a listener throws is logged and goes no
 * further. Implementations are safe for use by several threads.
 */
public interface SubscriberListener {

    /**
     * The subscriber has started. Called by the thread that starts it.
     *
     * @param status shows what it is doing, from now on
     */
    default void onStarted(SubscriberStatus status) {}

    /** The server has greeted a connection. */
    default void onConnected(SocketId socketId) {}

    /**
     * A connection was lost, or could not be made.
     *
     * @param reason why, with the close code if there was one
     * @param pause after which it is tried again
     */
    default void onDisconnected(String reason, Duration pause) {}

    /**
     * The server said that it is of no use to come back: nothing arrives any more until somebody has mended what is wrong and
     * starts the subscriber again.
     *
     * @param code the close code, 4000–4099
     * @param reason what the server says about it
     */
    default void onStopped(int code, String reason) {}

    /** The server complained about something, without ending the connection. */
    default void onServerError(String message) {}

    /** The server has confirmed a subscription. */
    default void onSubscribed(ChannelName channel) {}

    /** A subscription ended with its connection; it comes back with the next one. */
    default void onSubscriptionLost(ChannelName channel) {}

    /**
     * A subscription was refused, could not be authorised, or was not answered in time.
     *
     * @param reason why
     * @param pause after which it is tried again
     */
    default void onSubscriptionRefused(ChannelName channel, String reason, Duration pause) {}

    /** All handlers of an event have returned, or it has none. */
    default void onHandled(Received received, Duration duration) {}

    /** A handler threw an exception, or the payload can't be read as what the handler takes. The others were called all the same. */
    default void onHandlerFailed(Received received, Throwable failure) {}

    /** An event has no handler for its name. */
    default void onUnhandled(Received received) {}

    /** An event arrived that had arrived before; it was dropped. */
    default void onDuplicate(Received received) {}

    /**
     * Something arrived that can't be made an event of: no JSON, no message of the protocol, an encrypted payload that no key fits,
     * a large payload that is incomplete or too large.
     *
     * @param channel the channel, empty if it is not known
     * @param reason why
     */
    default void onUnreadable(String channel, String reason) {}

    /** Events are missing, or may be. */
    default void onGap(Gap gap) {}

    /** A cache channel has no event to begin with. */
    default void onCacheMiss(ChannelName channel) {}

    /** The server told how many connections subscribe to a channel. */
    default void onSubscriptionCount(ChannelName channel, int count) {}

    /** The server has confirmed the sign-in of the user. */
    default void onSignedIn(String userId) {}

    /** A user on the watchlist of the one who signed in has come online or gone offline. */
    default void onWatchedUser(String userId, boolean online) {}

    /** The subscriber was closed before this event was handled: it is dropped. */
    default void onDropped(Received received) {}

    /** The subscriber is closed. Called by the thread that closed it. */
    default void onClosed(SubscriberStatus status) {}
}
