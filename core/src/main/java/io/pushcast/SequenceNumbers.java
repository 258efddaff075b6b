package io.pushcast;

import io.pushcast.message.ChannelName;
import io.pushcast.message.OrderingKey;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers messages in streams: those with the same ordering key to the same channels, so that whoever gets one message of a
 * stream gets all of them. A stream that was forgotten, or was another publisher's, is never continued: there is a new one,
 * under a name that never was. Safe for use by several threads.
 */
final class SequenceNumbers {

    /** What is remembered; the stream that was used longest ago is forgotten first. About 200 bytes each, more
     * for messages to many channels. */
    static final int MAX_STREAMS = 10_000;

    private final String publisher = Long.toString(new SecureRandom().nextLong() >>> 1, 36);
    private final Map<Key, Stream> streams = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Stream> eldest) {
            return size() > MAX_STREAMS;
        }
    };
    private long begun;

    /** The next number of the stream, the first one being 1. */
    synchronized Place next(OrderingKey key, List<ChannelName> channels) {
        Stream stream = streams.computeIfAbsent(
                new Key(key, channels), unknown -> new Stream(publisher + "." + Long.toString(++begun, 36)));
        return new Place(stream, ++stream.last);
    }

    /** Takes a number back, unless a later one has been given meanwhile: then there stays a gap. */
    synchronized void giveBack(Place place) {
        if (place.stream.last == place.value) {
            place.stream.last--;
        }
    }

    private record Key(OrderingKey key, List<ChannelName> channels) {}

    /** Guarded by the sequences. */
    private static final class Stream {

        private final String name;
        private long last;

        private Stream(String name) {
            this.name = name;
        }
    }

    /** One number of one stream: where a message stands in it. */
    static final class Place {

        private final Stream stream;
        private final long value;

        private Place(Stream stream, long value) {
            this.stream = stream;
            this.value = value;
        }

        /** Such as {@code {"stream":"1k3x9.2","number":7}}. */
        String toJson() {
            return "{\"stream\":\"" + stream.name + "\",\"number\":" + value + "}";
        }
    }
}
