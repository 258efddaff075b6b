package io.pushcast.testing;

import org.jspecify.annotations.Nullable;

/**
 * One event that an {@link EmbeddedPusher} accepted over HTTP for one channel. An event published to several channels is
 * several of these, in the order of the channels in the request.
 *
 * @param channel the channel's name
 * @param name the event's name
 * @param data the payload, byte for byte what was sent
 * @param excludedSocket the id of the connection that is not to see it; null if everybody is
 */
public record RecordedEvent(
        String channel, String name, String data, @Nullable String excludedSocket) {}
