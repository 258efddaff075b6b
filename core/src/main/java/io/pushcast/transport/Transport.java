package io.pushcast.transport;

import io.pushcast.message.ChannelMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends messages: one call is one request and has one {@link Outcome}. Implementations are safe for use by several
 * threads and never send anything a second time by themselves.
 */
public interface Transport extends AutoCloseable {

    /**
     * Sends these messages in one request. Does not block.
     *
     * @param messages one message, or several with one channel each, in the order in which the server is to see them
     * @return completes with the outcome, on any thread. Whatever goes wrong on the way is an outcome too; a stage that
     *     completes exceptionally, or an exception thrown, is taken for {@link Outcome.Retryable}
     */
    CompletionStage<Outcome> send(List<ChannelMessage> messages);

    /**
     * How long it makes no sense to send, because it is known that the server would not take it. Zero if a request may
     * go out now, which is no promise that it will be accepted.
     */
    default Duration pause() {
        return Duration.ZERO;
    }

    /** A transport that accepts all messages and sends none: for publishers that are switched off, and for tests. */
    static Transport toNowhere() {
        return messages -> CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE);
    }

    /** Frees what it holds. Requests still under way complete with some outcome. */
    @Override
    default void close() {}
}
