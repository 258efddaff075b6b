package io.pushcast.subscribe;

import io.pushcast.message.ChannelName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which events of one channel have arrived, by the publisher's ids and numbers: finds duplicates, and numbers that are
 * missing. For use by one thread at a time.
 */
final class DuplicateFilter {

    private static final int REMEMBERED_IDS = 10_000;
    private static final int REMEMBERED_STREAMS = 1_000;

    private final ChannelName channel;
    private final Map<String, Boolean> ids = bounded(REMEMBERED_IDS, false);
    private final Map<String, Long> lastNumbers = bounded(REMEMBERED_STREAMS, true);
    private @Nullable Gap gap;

    DuplicateFilter(ChannelName channel) {
        this.channel = channel;
    }

    private static <V> Map<String, V> bounded(int most, boolean byUse) {
        return new LinkedHashMap<>(16, 0.75f, byUse) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Takes note of an event.
     *
     * @param id the publisher's id; null if it has none
     * @param place the value of the publisher's number, an object with {@code stream} and {@code number}; anything else for none
     * @return false if it has arrived before
     */
    boolean isNew(@Nullable String id, @Nullable Object place) {
        gap = null;
        if (id != null && ids.putIfAbsent(id, Boolean.TRUE) != null) {
            return false;
        }
        if (place instanceof Map<?, ?> fields
                && fields.get("stream") instanceof String stream
                && fields.get("number") instanceof Long number) {
            return follows(stream, number);
        }
        return true;
    }

    private boolean follows(String stream, long number) {
        Long last = lastNumbers.get(stream);
        if (last != null && number <= last) {
            return false;
        }
        // The first one that is seen of a stream tells nothing about those before: they are older than the
        // subscription.
        if (last != null && number > last + 1) {
            gap = new Gap(channel, Gap.Cause.NUMBERS_MISSING, stream, last + 1, number - 1);
        }
        lastNumbers.put(stream, number);
        return true;
    }

    /** What is missing before the event that was noted last; null if nothing is. */
    @Nullable
    Gap gap() {
        return gap;
    }
}
