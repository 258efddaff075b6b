package io.pushcast.channels;

import java.time.Duration;
import java.util.Optional;

/**
 * The event in the cache of a cache channel, which new subscribers get first. {@code toString} leaves out its payload.
 *
 * @param event its name, if the server tells it
 * @param data its payload: JSON as it was published; of an encrypted channel, nonce and ciphertext
 * @param timeToLive how long it stays in the cache, if the server tells that
 */
public record CachedEvent(Optional<String> event, String data, Optional<Duration> timeToLive) {

    @Override
    public String toString() {
        return "CachedEvent[event=" + event + ", " + data.length() + " characters of data, timeToLive=" + timeToLive
                + "]";
    }
}
