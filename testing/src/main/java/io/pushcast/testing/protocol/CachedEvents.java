package io.pushcast.testing.protocol;

import io.pushcast.message.ChannelMessage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last event of each cache channel, for as long as it is kept. Used on the server's thread only. */
public final class CachedEvents {

    private final Clock clock;
    private final Duration kept;
    private final Map<String, Cached> oldestFirst = new LinkedHashMap<>();

    private record Cached(ChannelMessage message, Instant expiry) {}

    public CachedEvents(Clock clock, Duration kept) {
        this.clock = clock;
        this.kept = kept;
    }

    public void keep(String channel, ChannelMessage message) {
        dropExpired();
        oldestFirst.remove(channel);
        oldestFirst.put(channel, new Cached(message, clock.instant().plus(kept)));
    }

    /** What was last published to a channel; null if that is nothing, or too long ago. */
    @Nullable
    public ChannelMessage last(String channel) {
        dropExpired();
        Cached cached = oldestFirst.get(channel);
        return cached == null ? null : cached.message();
    }

    private void dropExpired() {
        Instant now = clock.instant();
        Iterator<Cached> all = oldestFirst.values().iterator();
        while (all.hasNext() && !all.next().expiry().isAfter(now)) {
            all.remove();
        }
    }
}
