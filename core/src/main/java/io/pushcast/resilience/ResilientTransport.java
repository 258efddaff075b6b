package io.pushcast.resilience;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.DeliveryStatus.ServerState;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps requests from a server that would not take them: while the circuit breaker is open, the app is suspended, the rate
 * limit is reached, or the server asked to wait, {@link #pause} says for how long, and a request that comes all the same is
 * {@link Kind#HELD}. Each request that does go out counts for the breaker at most once: suspended, throttled and held ones say
 * nothing about the server's health. Safe for use by several threads.
 */
public final class ResilientTransport implements Transport {

    private static final Logger log = LoggerFactory.getLogger(ResilientTransport.class);

    /** What a caller is told to wait for the end of a request that decides; that end wakes it earlier. */
    private static final Duration UNTIL_SOMETHING_ENDS = Duration.ofSeconds(1);

    private static final int NOT_FOUND = 404;

    private final String name;
    private final Transport transport;
    private final Duration maxRetryAfter;
    private final LongSupplier nanoTime;
    private final AppCircuitBreaker breaker;
    private final AppSuspension suspension;
    private final Throttle throttle;
    private final RequestRate rate;

    /**
     * Puts itself before a transport, which it closes when it is closed.
     *
     * @param name the name of the app, in the registries and in logs
     * @param transport what sends
     * @param settings how failures are met
     * @param nanoTime the time, in nanoseconds from any origin, never going back
     */
    public ResilientTransport(String name, Transport transport, ResilienceSettings settings, LongSupplier nanoTime) {
        this.name = name;
        this.transport = transport;
        this.maxRetryAfter = settings.maxRetryAfter();
        this.nanoTime = nanoTime;
        this.suspension = new AppSuspension(settings.suspension().toNanos());
        this.throttle = new Throttle(settings, nanoTime.getAsLong());
        this.rate = new RequestRate(name, settings);
        this.breaker = new AppCircuitBreaker(name, settings, nanoTime);
    }

    @Override
    public Duration pause() {
        long now = nanoTime.getAsLong();
        Duration below = transport.pause();
        long asked = Math.max(suspension.remaining(now), throttle.remaining(now));
        if (asked == Long.MAX_VALUE) {
            return longer(UNTIL_SOMETHING_ENDS, below);
        }
        if (asked > 0 || !below.isZero()) {
            return longer(Duration.ofNanos(asked), below);
        }
        Duration breaking = breaker.pause(now, UNTIL_SOMETHING_ENDS);
        return breaking.isZero() ? rate.pause() : breaking;
    }

    /** Whether requests are sent, or why not. */
    public ServerState state() {
        if (suspension.isSuspended()) {
            return ServerState.SUSPENDED;
        }
        ServerState state = breaker.state();
        boolean throttled = state == ServerState.SERVING && throttle.remaining(nanoTime.getAsLong()) > 0;
        return throttled ? ServerState.THROTTLING : state;
    }

    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        long start = nanoTime.getAsLong();
        long pass = throttle.remaining(start) > 0 ? AppSuspension.REFUSED : suspension.tryPass(start);
        if (pass == AppSuspension.REFUSED) {
            return held("the server asked to wait");
        }
        Permits permits = new Permits(pass, start, messages.size());
        String obstacle = permits.acquire();
        if (obstacle != null) {
            return held(obstacle);
        }
        try {
            return transport.send(messages).handle((outcome, failure) -> settle(outcome, failure, permits));
        } catch (Throwable t) {
            // Even an Error has to give the permits back: a half-open breaker would wait for its own for ever.
            return CompletableFuture.completedFuture(settle(null, t, permits));
        }
    }

    private Outcome settle(@Nullable Outcome outcome, @Nullable Throwable failure, Permits permits) {
        Outcome known = outcome == null ? Outcome.unknown(failure) : withinReason(outcome);
        try {
            tell(known, permits);
        } catch (Throwable t) {
            // From what the application has in Resilience4j; it does not change what became of the request.
            log.error("The circuit breaker of the app '{}' could not be told of a request", name, t);
        } finally {
            permits.giveBack();
        }
        return known;
    }

    /** Tells pauses and breaker what became of a request. */
    private void tell(Outcome outcome, Permits permits) {
        long now = nanoTime.getAsLong();
        if (outcome instanceof Outcome.Suspended refused) {
            tellRefusal(refused, permits, now);
        } else if (outcome instanceof Retryable failure) {
            tellFailure(failure, permits, now);
        } else {
            throttle.notAsked();
            if (!permits.isOfBatch() || outcome.status() != NOT_FOUND) {
                // A batch that is not found may be refused by a server without batches, or for an app that is unknown.
                served(permits.pass);
            }
            breaker.succeeded(now - permits.start);
            permits.used();
        }
    }

    private void tellRefusal(Outcome.Suspended refused, Permits permits, long now) {
        if (!suspension.refused(permits.pass, now)) {
            return;
        }
        if (refused.explanation() != null) {
            log.error("Nothing is sent to the app '{}' for now: {}", name, refused.explanation());
        } else {
            log.error(
                    "Pusher does not serve the app '{}': {} {}. Nothing is sent until it does; check its id, key and"
                            + " secret, and its quota",
                    name,
                    refused.status(),
                    Outcome.onOneLine(refused.body()));
        }
    }

    private void tellFailure(Retryable failure, Permits permits, long now) {
        if (failure.retryAfter() != null || failure.kind() == Kind.THROTTLED) {
            throttle.asked(failure.retryAfter(), now);
        }
        if (failure.kind() == Kind.THROTTLED) {
            served(permits.pass);
        } else if (failure.kind() != Kind.HELD) {
            breaker.failed(now - permits.start, failure);
            permits.used();
        }
    }

    private void served(long pass) {
        if (suspension.served(pass)) {
            log.info("Pusher serves the app '{}' again", name);
        }
    }

    private Outcome withinReason(Outcome outcome) {
        return outcome instanceof Retryable failure
                        && failure.retryAfter() != null
                        && failure.retryAfter().compareTo(maxRetryAfter) > 0
                ? new Retryable(failure.kind(), failure.status(), failure.body(), maxRetryAfter, failure.cause())
                : outcome;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static CompletionStage<Outcome> held(String why) {
        return CompletableFuture.completedFuture(new Retryable(Kind.HELD, 0, why, null, null));
    }

    /** Closes the transport behind; requests under way end as that one ends them. */
    @Override
    public void close() {
        transport.close();
    }

    /** What lets one request through, to be given back on every path. For one thread at a time. */
    private final class Permits {

        private final long pass;
        private final long start;
        private final int messages;
        private boolean ofBreaker;

        Permits(long pass, long start, int messages) {
            this.pass = pass;
            this.start = start;
            this.messages = messages;
        }

        boolean isOfBatch() {
            return messages > 1;
        }

        /** What the request has to wait for, all permits being given back; null if it may go. */
        @Nullable
        String acquire() {
            boolean complete = false;
            try {
                ofBreaker = breaker.tryPass();
                complete = ofBreaker && rate.tryPass();
                if (complete) {
                    return null;
                }
                return ofBreaker ? "the rate limit is reached" : "the circuit breaker is " + breaker.state();
            } catch (RuntimeException e) {
                log.error("A listener to the rate limiter or breaker of the app '{}' failed", name, e);
                return "what limits it failed";
            } finally {
                if (!complete) {
                    giveBack();
                }
            }
        }

        /** The breaker was told of the request, which takes the place of giving its permit back. */
        void used() {
            ofBreaker = false;
        }

        /** Does nothing the second time. */
        void giveBack() {
            if (ofBreaker) {
                ofBreaker = false;
                breaker.release();
            }
            suspension.inconclusive(pass);
        }
    }
}
