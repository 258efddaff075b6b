package io.pushcast.testing.protocol;

import com.google.gson.JsonElement;
import org.jspecify.annotations.Nullable;

/** Is told what happens on channels, on the server's thread. */
public interface ChannelListener {

    /** The channel has its first subscriber. */
    void occupied(String channel);

    /** The channel has lost its last subscriber. */
    void vacated(String channel);

    /** A user has joined a presence channel, with the first of their connections. */
    void memberAdded(String channel, String userId);

    /** A user has left a presence channel, with the last of their connections. */
    void memberRemoved(String channel, String userId);

    /** A subscriber has sent an event to the others. */
    void clientEvent(String channel, String event, JsonElement data, String socketId, @Nullable String userId);

    /** Somebody has subscribed to a cache channel that has nothing to give. */
    void cacheMiss(String channel);

    /** The number of subscribers has changed, and the app wants to know. */
    void subscriptionCount(String channel, int count);
}
