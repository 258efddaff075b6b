package io.pushcast.webhook;

import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.text.LogText;
import org.jspecify.annotations.Nullable;

/**
 * One event of a {@link Webhook}. Servers may come to tell of more, so whoever looks at the kind should expect an
 * {@link Unknown}. {@code toString} leaves out the data that clients wrote, and shows the names and ids that they chose as
 * {@link LogText} does, so that it can go into a log.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/">Webhooks</a>
 */
public sealed interface WebhookEvent {

    /**
     * The key that the webhook was signed with, as {@link Webhook#key}. Where there are several apps it tells of which one the
     * event is: who has the secret of one could tell of channels of another, so look at it before you trust the channel.
     */
    String key();

    /**
     * The first subscriber came to a channel.
     *
     * @param channel the channel
     * @param key the key that the webhook was signed with
     */
    record ChannelOccupied(ChannelName channel, String key) implements WebhookEvent {

        @Override
        public String toString() {
            return "ChannelOccupied[channel=" + LogText.name(channel.value()) + ", key=" + LogText.name(key) + "]";
        }
    }

    /**
     * The last subscriber left a channel. Pusher waits some seconds, in case that somebody comes back.
     *
     * @param channel the channel
     * @param key the key that the webhook was signed with
     */
    record ChannelVacated(ChannelName channel, String key) implements WebhookEvent {

        @Override
        public String toString() {
            return "ChannelVacated[channel=" + LogText.name(channel.value()) + ", key=" + LogText.name(key) + "]";
        }
    }

    /**
     * A user came to a presence channel, on the first of their connections.
     *
     * @param channel the channel
     * @param userId the user's id
     * @param key the key that the webhook was signed with
     */
    record MemberAdded(ChannelName channel, String userId, String key) implements WebhookEvent {

        @Override
        public String toString() {
            return "MemberAdded[channel=" + LogText.name(channel.value()) + ", userId=" + LogText.name(userId)
                    + ", key=" + LogText.name(key) + "]";
        }
    }

    /**
     * A user left a presence channel, on the last of their connections.
     *
     * @param channel the channel
     * @param userId the user's id
     * @param key the key that the webhook was signed with
     */
    record MemberRemoved(ChannelName channel, String userId, String key) implements WebhookEvent {

        @Override
        public String toString() {
            return "MemberRemoved[channel=" + LogText.name(channel.value()) + ", userId=" + LogText.name(userId)
                    + ", key=" + LogText.name(key) + "]";
        }
    }

    /**
     * A client sent an event to the other subscribers. It is what that client wrote: check it as any input.
     *
     * @param channel the channel
     * @param event the event's name; it starts with {@code client-}
     * @param data what was sent, as the client's library wrote it: usually JSON. What a server sends as a JSON object is
     *     written as text again
     * @param socketId the connection that sent it; null if the server does not say
     * @param userId the user who sent it, on presence channels; null if the server does not say
     * @param key the key that the webhook was signed with
     */
    record ClientEvent(
            ChannelName channel,
            String event,
            String data,
            @Nullable SocketId socketId,
            @Nullable String userId,
            String key)
            implements WebhookEvent {

        @Override
        public String toString() {
            return "ClientEvent[channel=" + LogText.name(channel.value()) + ", event=" + LogText.name(event) + ", "
                    + data.length() + " characters of data, socketId=" + socketId + ", userId=" + LogText.name(userId)
                    + ", key=" + LogText.name(key) + "]";
        }
    }

    /**
     * Somebody subscribed to a cache channel that has nothing in its cache. {@link CacheMissResponder} answers it.
     *
     * @param channel the channel
     * @param key the key that the webhook was signed with
     */
    record CacheMiss(ChannelName channel, String key) implements WebhookEvent {

        @Override
        public String toString() {
            return "CacheMiss[channel=" + LogText.name(channel.value()) + ", key=" + LogText.name(key) + "]";
        }
    }

    /**
     * The number of connections that are subscribed to a channel changed.
     *
     * @param channel the channel
     * @param count how many there are now
     * @param key the key that the webhook was signed with
     */
    record SubscriptionCount(ChannelName channel, long count, String key) implements WebhookEvent {

        @Override
        public String toString() {
            return "SubscriptionCount[channel=" + LogText.name(channel.value()) + ", count=" + count + ", key="
                    + LogText.name(key) + "]";
        }
    }

    /**
     * An event of a kind that is not known here.
     *
     * @param name the name of its kind
     * @param json the whole event, a JSON object, as it was written
     * @param key the key that the webhook was signed with
     */
    record Unknown(String name, String json, String key) implements WebhookEvent {

        @Override
        public String toString() {
            return "Unknown[name=" + LogText.name(name) + ", " + json.length() + " characters, key=" + LogText.name(key)
                    + "]";
        }
    }

    /**
     * An event that can't be read; the others of the webhook are not affected. A client can cause it, by what it sends:
     * data that is nested deeper than {@link io.pushcast.json.JsonCodec#MAX_DEPTH}, or a number beyond all measure.
     *
     * @param problem what is wrong with it
     * @param json the whole event as it was written, which need not be JSON
     * @param key the key that the webhook was signed with
     */
    record Malformed(String problem, String json, String key) implements WebhookEvent {

        @Override
        public String toString() {
            return "Malformed[problem=" + LogText.line(problem) + ", " + json.length() + " characters, key="
                    + LogText.name(key) + "]";
        }
    }
}
