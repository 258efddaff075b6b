package io.pushcast.delivery;

import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryListener.SentRequest.Result;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts what became of a request into the words of the application. */
final class SentRequests {

    private SentRequests() {}

    /**
     * Of a request that has just ended and was counted, while its messages are still those that it was sent with.
     *
     * @param retryIn after how long it is sent again as it is
     */
    static DeliveryListener.SentRequest of(Batch batch, Outcome outcome, Optional<Duration> retryIn, long now) {
        int attempt = 1;
        long oldest = batch.sentAt;
        for (QueuedMessage entry : batch.entries) {
            attempt = Math.max(attempt, entry.attempts);
            oldest = oldest - entry.arrivedAt > 0 ? entry.arrivedAt : oldest;
        }
        return new DeliveryListener.SentRequest(
                batch.sent,
                attempt,
                result(outcome, batch.sent.size()),
                outcome.status() == 0 ? OptionalInt.empty() : OptionalInt.of(outcome.status()),
                Duration.ofNanos(batch.sentAt - oldest),
                Duration.ofNanos(now - batch.sentAt),
                retryIn);
    }

    private static Result result(Outcome outcome, int messages) {
        if (outcome instanceof Outcome.Accepted) {
            return Result.ACCEPTED;
        }
        if (outcome instanceof Outcome.Rejected) {
            return messages > 1 ? Result.SPLIT : Result.REJECTED;
        }
        return outcome instanceof Outcome.Retryable retryable ? result(retryable.kind()) : Result.SUSPENDED;
    }

    private static Result result(Kind kind) {
        return switch (kind) {
            case THROTTLED -> Result.THROTTLED;
            case UNKNOWN -> Result.UNANSWERED;
            case OUTAGE, HELD -> Result.OUTAGE;
        };
    }
}
