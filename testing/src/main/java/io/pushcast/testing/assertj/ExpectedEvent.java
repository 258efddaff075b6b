package io.pushcast.testing.assertj;

import io.pushcast.testing.RecordedEvent;
import java.util.List;
import java.util.function.Predicate;

/** What one event has to be like, in code and in words. */
record ExpectedEvent(String words, Predicate<RecordedEvent> condition) {

    static final ExpectedEvent ANY = new ExpectedEvent("an event", event -> true);

    ExpectedEvent and(String moreWords, Predicate<RecordedEvent> more) {
        return new ExpectedEvent(words + " " + moreWords, condition.and(more));
    }

    List<RecordedEvent> in(List<RecordedEvent> events) {
        return events.stream().filter(condition).toList();
    }

    boolean isIn(List<RecordedEvent> events) {
        return events.stream().anyMatch(condition);
    }
}
