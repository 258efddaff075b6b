package io.pushcast.testing.assertj;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.testing.RecordedEvent;
import io.pushcast.testing.Recording;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on the events that a server or a publisher recorded. Not for use by several threads. */
public final class RecordingAssert extends AbstractAssert<RecordingAssert, Recording> {

    /** How long {@link #eventually()} waits at most. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Duration patience;
    private final @Nullable JsonCodec json;

    RecordingAssert(Recording recording) {
        this(recording, Duration.ZERO, null);
    }

    private RecordingAssert(Recording recording, Duration patience, @Nullable JsonCodec json) {
        super(recording, RecordingAssert.class);
        this.patience = patience;
        this.json = json;
    }

    /**
     * What is asserted next may take {@link #PATIENCE} until it is so; for a server, to which events are delivered. Counts
     * and what did not come can't be waited for: flush the publisher first, and assert them without this.
     */
    public RecordingAssert eventually() {
        return within(PATIENCE);
    }

    /**
     * What is asserted next may take so long until it is so.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public RecordingAssert within(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("The time must not be negative, unlike " + time);
        }
        return copy(actual, time, json);
    }

    /**
     * Expected payloads that are no strings are written by this codec, which should be the application's own. Otherwise by
     * the JSON library on the class path, with its defaults.
     */
    public RecordingAssert usingJson(JsonCodec codec) {
        return copy(actual, patience, codec);
    }

    /**
     * What is asserted next is about the texts that these keys decrypt, where a channel is an encrypted one. What they
     * don't decrypt stays as it is.
     */
    public RecordingAssert decryptedWith(EncryptionKeys keys) {
        isNotNull();
        return copy(new DecryptedRecording(actual, keys), patience, json);
    }

    private RecordingAssert copy(Recording recording, Duration time, @Nullable JsonCodec codec) {
        RecordingAssert copy = new RecordingAssert(recording, time, codec);
        copy.info.description(info.descriptionText());
        return copy;
    }

    /** Begins an assertion that certain events were received; each of the calls that follow asserts more. */
    public ReceivedAssert received() {
        isNotNull();
        ReceivedAssert received = new ReceivedAssert(actual, patience, json);
        return info.hasDescription() ? received.as(info.descriptionText()) : received;
    }

    /**
     * Nothing has been received so far. Does not wait, so that a publisher to a server is to be flushed before.
     *
     * @throws IllegalStateException behind {@link #eventually()} or {@link #within}
     */
    public RecordingAssert receivedNothing() {
        return receivedNo("nothing", event -> true);
    }

    /**
     * Nothing has been received so far on this channel. Does not wait, so that a publisher to a server is to be flushed before.
     *
     * @throws IllegalStateException behind {@link #eventually()} or {@link #within}
     */
    public RecordingAssert receivedNothingOn(String channel) {
        return receivedNo("nothing on " + channel, event -> event.channel().equals(channel));
    }

    /**
     * No event of this name has been received so far, on whatever channel. Does not wait, so that a publisher to a server is to be flushed before.
     *
     * @throws IllegalStateException behind {@link #eventually()} or {@link #within}
     */
    public RecordingAssert receivedNothingNamed(String name) {
        return receivedNo("nothing named " + name, event -> event.name().equals(name));
    }

    private RecordingAssert receivedNo(String expected, Predicate<RecordedEvent> unwanted) {
        isNotNull();
        if (!patience.isZero()) {
            throw new IllegalStateException(
                    "What does not come can't be waited for: this would pass before it could come."
                            + " Flush the publisher first, then assert receivedNothing…() without eventually() or within()");
        }
        List<RecordedEvent> found = actual.events().stream().filter(unwanted).toList();
        if (!found.isEmpty()) {
            throw failure("Expected %s, but received%s", expected, EventLines.of(found));
        }
        return this;
    }
}
