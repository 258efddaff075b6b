package io.pushcast.subscribe;

import io.pushcast.message.ChannelName;
import io.pushcast.text.LogText;
import org.jspecify.annotations.Nullable;

/**
 * One event that has arrived. Large payloads are whole here, and encrypted ones decrypted.
 *
 * @param channel the channel it came on
 * @param event its name
 * @param data its payload: one JSON text, unless the publisher sent something else
 * @param id the publisher's id of the message, by which duplicates are known; null unless {@link SubscriberBuilder#eventIds} is
 *     set and the payload has one
 * @param userId for a client event on a presence channel, the id of the user who sent it, of which the server is sure; else null
 */
public record Received(
        ChannelName channel,
        String event,
        String data,
        @Nullable String id,
        @Nullable String userId) {

    /** Without the payload, which may be nobody else's business. */
    @Override
    public String toString() {
        return "Received[" + LogText.name(event) + " on " + LogText.name(channel.value()) + ", " + data.length()
                + " characters" + (id == null ? "" : ", id " + LogText.name(id)) + "]";
    }
}
