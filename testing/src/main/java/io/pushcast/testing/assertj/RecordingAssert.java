package io.pushcast.testing.assertj;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.testing.RecordedEvent;
import io.pushcast.testing.Recording;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/** Assertions on the events that a server or a publisher recorded. Not for use by several threads. */
public final class RecordingAssert extends AbstractAssert<RecordingAssert, Recording> {

    /** How long {@link #eventually()} waits at most. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Duration patience;

    RecordingAssert(Recording recording) {
        this(recording, Duration.ZERO);
    }

    private RecordingAssert(Recording recording, Duration patience) {
        super(recording, RecordingAssert.class);
        this.patience = patience;
    }

    /** What is asserted next may take {@link #PATIENCE} until it is so; for a server, to which events are delivered. */
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
        return copy(actual, time);
    }

    /**
     * What is asserted next is about the texts that these keys decrypt, where a channel is an encrypted one. What they
     * don't decrypt stays as it is.
     */
    public RecordingAssert decryptedWith(EncryptionKeys keys) {
        isNotNull();
        return copy(new DecryptedRecording(actual, keys), patience);
    }

    private RecordingAssert copy(Recording recording, Duration time) {
        RecordingAssert copy = new RecordingAssert(recording, time);
        copy.info.description(info.descriptionText());
        return copy;
    }

    /** Begins an assertion that certain events were received; each of the calls that follow asserts more. */
    public ReceivedAssert received() {
        isNotNull();
        ReceivedAssert received = new ReceivedAssert(actual, patience);
        return info.hasDescription() ? received.as(info.descriptionText()) : received;
    }

    /** Nothing has been received so far. Does not wait. */
    public RecordingAssert receivedNothing() {
        return receivedNo("nothing", event -> true);
    }

    /** Nothing has been received so far on this channel. Does not wait. */
    public RecordingAssert receivedNothingOn(String channel) {
        return receivedNo("nothing on " + channel, event -> event.channel().equals(channel));
    }

    /** No event of this name has been received so far, on whatever channel. Does not wait. */
    public RecordingAssert receivedNothingNamed(String name) {
        return receivedNo("nothing named " + name, event -> event.name().equals(name));
    }

    private RecordingAssert receivedNo(String expected, Predicate<RecordedEvent> unwanted) {
        isNotNull();
        List<RecordedEvent> found = actual.events().stream().filter(unwanted).toList();
        if (!found.isEmpty()) {
            throw failure("Expected %s, but received%s", expected, EventLines.of(found));
        }
        return this;
    }
}
