package io.pushcast.mapping;

import io.pushcast.message.ChannelName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The channels that a template has named lately, by the value that was put in: most events go to channels to which others
 * went shortly before. It holds a fixed number of them, the newer one where two have the same place, and no event or other
 * object of the application.
 *
 * <p>Safe for use by several threads, without a lock: an entry never changes, and a thread that misses another's
 * only makes the same channel once more.
 */
final class RecentChannels {

    /** How many bits of a hash say the place. Full, the table takes about 400 kB. */
    private static final int PLACE_BITS = 11;

    /** Spreads the hashes of values that count up, such as c-41 and c-42 (Knuth's multiplicative hashing). */
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    /** Longer values are not kept, so that a few of them can't take much memory. */
    private static final int LONGEST_VALUE = 64;

    private final @Nullable Entry[] entries = new @Nullable Entry[1 << PLACE_BITS];

    private record Entry(String value, List<ChannelName> channels) {}

    /** What was made of this value; null if that is not known any more. */
    @Nullable
    List<ChannelName> find(String value) {
        Entry entry = entries[place(value)];
        return entry != null && entry.value.equals(value) ? entry.channels : null;
    }

    void add(String value, List<ChannelName> channels) {
        if (value.length() <= LONGEST_VALUE) {
            entries[place(value)] = new Entry(value, channels);
        }
    }

    private static int place(String value) {
        return (value.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - PLACE_BITS);
    }
}
