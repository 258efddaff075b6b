package io.pushcast.testing.assertj;

import io.pushcast.json.JsonCodec;
import io.pushcast.testing.RecordedEvent;
import io.pushcast.testing.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ListAssert;
import org.jspecify.annotations.Nullable;

/**
 * Asserts that events were received. Each call narrows down which event is meant and asserts that there is one at least;
 * {@link #then()} goes on to another one. A failure lists what was received.
 *
 * <pre>{@code
 * assertThat(server).received()
 *         .on("private-orders.c-7").named("order-placed").withPayload("{\"id\":\"o-1\"}").once()
 *         .then().named("order-paid")
 *         .inOrder();
 * }</pre>
 *
 * <p>Not for use by several threads.
 */
public final class ReceivedAssert extends AbstractAssert<ReceivedAssert, Recording> {

    private final Duration patience;
    private final @Nullable JsonCodec json;
    private final List<ExpectedEvent> before = new ArrayList<>();
    private ExpectedEvent current = ExpectedEvent.ANY;

    ReceivedAssert(Recording recording, Duration patience, @Nullable JsonCodec json) {
        super(recording, ReceivedAssert.class);
        this.patience = patience;
        this.json = json;
    }

    /** One on this channel. */
    public ReceivedAssert on(String channel) {
        return narrow("on " + channel, event -> event.channel().equals(channel));
    }

    /** One of this name. */
    public ReceivedAssert named(String name) {
        return narrow("named " + name, event -> event.name().equals(name));
    }

    /**
     * One with this payload. JSON is compared, not text: neither spaces nor the order of members count, nor whether a
     * number is written 1 or 1.0; all digits of a number do.
     *
     * @param payload a string with JSON, or a value that is written as JSON, see {@link RecordingAssert#usingJson}
     * @throws IllegalArgumentException if it is a string without JSON
     */
    public ReceivedAssert withPayload(Object payload) {
        ExpectedPayload expected = ExpectedPayload.of(payload, json);
        return narrow("with payload " + expected, event -> expected.matches(event.data()));
    }

    /** One that the connection with this id was not to see. */
    public ReceivedAssert excluding(String socketId) {
        return narrow("not to " + socketId, event -> Objects.equals(event.excludedSocket(), socketId));
    }

    /** One that is as it should be in some other way. */
    public ReceivedAssert matching(String words, Predicate<RecordedEvent> condition) {
        return narrow(words, condition);
    }

    /** Exactly one such; see {@link #times}. */
    public ReceivedAssert once() {
        return times(1);
    }

    /**
     * Exactly so many such. Waits until there are so many, but not whether more come: flush the publisher first.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public ReceivedAssert times(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("The number of events must be at least 1, not " + count
                    + "; receivedNothing…() asserts that there is none");
        }
        await(events -> current.in(events).size() >= count);
        List<RecordedEvent> events = actual.events();
        int found = current.in(events).size();
        if (found != count) {
            throw failure(
                    "Expected %d × %s, but there %s %d%s",
                    count, current.words(), found == 1 ? "is" : "are", found, received(events));
        }
        return this;
    }

    /** Goes on to another event, of which nothing is said yet: not even that it comes later. */
    public ReceivedAssert then() {
        before.add(current);
        current = ExpectedEvent.ANY;
        return this;
    }

    /** The events described so far, separated by {@link #then()}, came in this order, whatever came between them. */
    public ReceivedAssert inOrder() {
        List<ExpectedEvent> expected = new ArrayList<>(before);
        expected.add(current);
        if (!await(events -> matched(expected, events) == expected.size())) {
            List<RecordedEvent> events = actual.events();
            int matched = matched(expected, events);
            if (matched < expected.size()) {
                throw failure(
                        "Expected in this order:%n%s%nbut there is no number %d%s%s",
                        numbered(expected),
                        matched + 1,
                        matched == 0 ? "" : " after number " + matched,
                        received(events));
            }
        }
        return this;
    }

    /** The payloads of such events, in the order in which they came, for assertions of AssertJ's. */
    public ListAssert<String> payloads() {
        return Assertions.assertThat(found().stream().map(RecordedEvent::data).toList())
                .as("payloads of each " + current.words());
    }

    /** Such events, in the order in which they came, for assertions of AssertJ's. */
    public ListAssert<RecordedEvent> events() {
        return Assertions.assertThat(found()).as("each " + current.words());
    }

    private List<RecordedEvent> found() {
        return current.in(actual.events());
    }

    private ReceivedAssert narrow(String words, Predicate<RecordedEvent> condition) {
        current = current.and(words, condition);
        if (!await(current::isIn)) {
            List<RecordedEvent> events = actual.events();
            if (!current.isIn(events)) {
                throw failure("Expected %s, but there is none%s", current.words(), received(events));
            }
        }
        return this;
    }

    private boolean await(Predicate<List<RecordedEvent>> condition) {
        return actual.await(condition, patience);
    }

    /** How many of the expected events are there in this order, looking for each behind the one before. */
    private static int matched(List<ExpectedEvent> expected, List<RecordedEvent> events) {
        int matched = 0;
        for (RecordedEvent event : events) {
            if (matched < expected.size() && expected.get(matched).condition().test(event)) {
                matched++;
            }
        }
        return matched;
    }

    private String received(List<RecordedEvent> events) {
        String waited = patience.isZero() ? "" : " after " + patience.toMillis() + " ms";
        return events.isEmpty() ? waited + "; nothing was received" : waited + "; received was" + EventLines.of(events);
    }

    private static String numbered(List<ExpectedEvent> expected) {
        return IntStream.range(0, expected.size())
                .mapToObj(i -> "  " + (i + 1) + ". " + expected.get(i).words())
                .collect(Collectors.joining("\n"));
    }
}
