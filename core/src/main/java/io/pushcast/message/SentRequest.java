package io.pushcast.message;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A request that has ended, and what became of it.
 *
 * @param messages what it carried, in the order of the request
 * @param attempt how often one of its messages has been sent now, at most: 1 the first time
 * @param result what became of it
 * @param httpStatus the status of the answer; for servers that say 200 to an error, the status in its body. Empty if there
 *     was no answer, or a 2xx
 * @param queued how long the oldest of its messages had waited, since it was published, when the request was sent. For a
 *     later attempt, the earlier ones are part of that
 * @param took how long it took until the answer was there, or it was known that there will be none
 * @param retryIn after how long it is sent again as it is, without those of its messages that have another end by then
 *     (their time has run out, or the publisher is closed); empty if it is not
 */
public record SentRequest(
        List<ChannelMessage> messages,
        int attempt,
        Result result,
        OptionalInt httpStatus,
        Duration queued,
        Duration took,
        Optional<Duration> retryIn) {

    /** Takes a copy. */
    public SentRequest {
        messages = List.copyOf(messages);
    }

    /** What became of a request. */
    public enum Result {
        /** The server took all of its messages. */
        ACCEPTED,
        /** The server will never take its one message. */
        REJECTED,
        /** The server refused it as a whole: its messages are sent again in smaller requests. */
        SPLIT,
        /**
         * The server was not well, or could not be reached. Nothing was accepted, as far as that can be known: behind a
         * proxy that answers in its place it may have been.
         */
        OUTAGE,
        /** It was sent and no answer came: it may have been accepted. */
        UNANSWERED,
        /** The server asked to slow down. */
        THROTTLED,
        /** The server refused the app itself: wrong credentials, unknown app, over its quota. */
        SUSPENDED
    }
}
