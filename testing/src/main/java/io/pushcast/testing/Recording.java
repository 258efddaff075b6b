package io.pushcast.testing;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Something that remembers which events came: an {@link EmbeddedPusher} or a {@link RecordingPublisher}. Safe for use by
 * several threads. Assertions on it are in {@code io.pushcast.testing.assertj.PushcastAssertions}.
 */
public interface Recording {

    /** The events so far, in the order in which they came, as far back as is remembered. The list is a copy. */
    List<RecordedEvent> events();

    /**
     * Waits until the events so far are as they should be.
     *
     * @param condition is asked at once and after each event, in this thread
     * @param timeout how long to wait at most; zero only asks
     * @return whether they are
     * @throws IllegalStateException if the thread is interrupted
     */
    boolean await(Predicate<List<RecordedEvent>> condition, Duration timeout);
}
