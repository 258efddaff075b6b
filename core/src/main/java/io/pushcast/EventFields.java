package io.pushcast;

import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.OrderingKey;
import io.pushcast.text.LogText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes into payloads what lets subscribers drop duplicates and see gaps: the message's id, and its number among those
 * that the same subscribers get in order. Safe for use by several threads.
 */
final class EventFields {

    /** Names that no JSON library has to escape. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$-]+");

    private final @Nullable String idField;
    private final @Nullable String sequenceField;
    private final SequenceNumbers sequences = new SequenceNumbers();

    /** @throws IllegalArgumentException if both have the same name */
    EventFields(@Nullable String idField, @Nullable String sequenceField) {
        this.idField = idField;
        this.sequenceField = sequenceField;
        if (idField != null && idField.equals(sequenceField)) {
            throw new IllegalArgumentException(
                    "The field '" + idField + "' is to hold both the id and the number; give them different names");
        }
    }

    /** @throws IllegalArgumentException if it is no name for such a field */
    static String checkedName(String field) {
        if (!NAME.matcher(field).matches()) {
            throw new IllegalArgumentException(
                    "'" + field
                            + "' is no name for a field that is added to payloads; one is made of A-Z a-z 0-9 _ $ -, such as _id");
        }
        return field;
    }

    /** Writes into the payloads of one publication. */
    Writer writer() {
        return new Writer();
    }

    private static void requireFree(String event, String data, String field) {
        if (!JsonObjectText.isObject(data)) {
            throw new InvalidMessageException(
                    "The payload of " + LogText.quoted(event) + " is no JSON object, so that the field '" + field
                            + "' can't be written into it; publish a record or a map");
        }
        if (JsonObjectText.has(data, field)) {
            throw new InvalidMessageException("The payload of " + LogText.quoted(event) + " has a field '" + field
                    + "' already; give the publisher another name for the one that it adds");
        }
    }

    /** Writes into the payloads of one publication. For one thread. */
    final class Writer {

        private final List<SequenceNumbers.Place> given = new ArrayList<>(1);

        /**
         * The payload with the fields, behind its own.
         *
         * @param key what the message is ordered by; null for its first channel
         * @throws InvalidMessageException if it is no JSON object, or has such a field of its own
         */
        String write(String event, String data, String id, @Nullable OrderingKey key, List<ChannelName> channels) {
            String written = data;
            if (idField != null) {
                requireFree(event, written, idField);
                written = JsonObjectText.with(written, idField, '"' + id + '"');
            }
            if (sequenceField != null && (key == null || !key.isNone())) {
                requireFree(event, written, sequenceField);
                SequenceNumbers.Place place = sequences.next(key == null ? defaultKey(channels) : key, channels);
                given.add(place);
                written = JsonObjectText.with(written, sequenceField, place.toJson());
            }
            return written;
        }

        private static OrderingKey defaultKey(List<ChannelName> channels) {
            return new OrderingKey(channels.get(0).value());
        }

        /** Takes the numbers back, since nothing of it will be sent. */
        void giveBack() {
            for (int i = given.size() - 1; i >= 0; i--) {
                sequences.giveBack(given.get(i));
            }
        }
    }
}
