package io.pushcast.resilience;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.DeliveryStatus.ServerState;
import io.pushcast.text.LogText;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps requests from a server that would not take them: while the circuit breaker is open, the app is suspended, the rate
 * limit is reached, or the server asked to wait, {@link #pause} says for how long, and a request that comes all the same is
 * {@link Kind#HELD}. Each request that does go out counts for the breaker at most once: suspended, throttled and held ones say
 * nothing about the server's health. Safe for use by several threads.
 *
 * <p>A failure may be about the app or about a message. About the app only that is believed which a second, different message
 * confirms. A refusal (401, 403, unknown app) pauses everything only once no single message explains all refusals. A message
 * that fails again after others were accepted tells nothing of the app: neither suspension nor breaker count it, and that it is
 * told to wait again makes nothing else wait. What the server asks by {@code Retry-After} is asked again by a request now and then.
 */
public final class ResilientTransport implements Transport {

    private static final Logger log = LoggerFactory.getLogger(ResilientTransport.class);

    /** What a caller is told to wait for the end of a request that decides; that end wakes it earlier. */
    private static final Duration UNTIL_SOMETHING_ENDS = Duration.ofSeconds(1);

    /** A pause that the server asked for is asked about again after this at the latest. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /** And so often, at the least, while a message lives. */
    private static final int PROBES_WITHIN_DELIVERY_TIMEOUT = 4;

    private static final int NOT_FOUND = 404;

    /** That messages are refused while others are served is told so often. */
    private static final long DOUBT_TOLD_EVERY_NANOS = Duration.ofMinutes(1).toNanos();

    private final String name;
    private final Transport transport;
    private final Duration maxRetryAfter;
    private final Duration longestSilence;
    private final LongSupplier nanoTime;
    private final AppCircuitBreaker breaker;
    private final AppSuspension suspension;
    private final Throttle throttle;
    private final RequestRate rate;
    private final AtomicLong sent = new AtomicLong();
    private final SuspectMessages suspects = new SuspectMessages(sent);
    private final SuspectMessages throttled = new SuspectMessages(sent);
    private boolean doubtTold;
    private long doubtToldAt;

    /**
     * Puts itself before a transport, which it closes when it is closed.
     *
     * @param name the name of the app, in the registries and in logs
     * @param transport what sends
     * @param settings how failures are met
     * @param nanoTime the time, in nanoseconds from any origin, never going back
     */
    public ResilientTransport(String name, Transport transport, ResilienceSettings settings, LongSupplier nanoTime) {
        this(name, transport, settings, LONGEST_SILENCE.multipliedBy(PROBES_WITHIN_DELIVERY_TIMEOUT), nanoTime);
    }

    /**
     * As {@link #ResilientTransport(String, Transport, ResilienceSettings, LongSupplier)}, for messages that live so long.
     *
     * @param deliveryTimeout how long a message may wait; a pause that the server asks for is asked about again several times
     *     within it
     */
    public ResilientTransport(
            String name,
            Transport transport,
            ResilienceSettings settings,
            Duration deliveryTimeout,
            LongSupplier nanoTime) {
        this.name = name;
        this.transport = transport;
        Duration longestSilence = shorter(LONGEST_SILENCE, deliveryTimeout.dividedBy(PROBES_WITHIN_DELIVERY_TIMEOUT));
        this.maxRetryAfter = settings.maxRetryAfter();
        this.longestSilence = longestSilence;
        this.nanoTime = nanoTime;
        this.suspension = new AppSuspension(settings.suspension().toNanos());
        this.throttle = new Throttle(settings, longestSilence.toNanos(), nanoTime.getAsLong());
        this.rate = new RequestRate(name, settings);
        this.breaker = new AppCircuitBreaker(name, settings, nanoTime);
        warnOfContradictions(settings, deliveryTimeout);
    }

    private void warnOfContradictions(ResilienceSettings settings, Duration deliveryTimeout) {
        warnUnlessShorter("suspension", settings.suspension(), deliveryTimeout);
        warnUnlessShorter("initialBackoff", settings.initialBackoff(), deliveryTimeout);
    }

    private void warnUnlessShorter(String setting, Duration value, Duration deliveryTimeout) {
        if (value.compareTo(deliveryTimeout) >= 0) {
            log.warn(
                    "The settings of the app '{}' contradict each other: {} is {} and the delivery timeout {}, so that a"
                            + " message that waits so long once expires without having been sent again. Choose a shorter {} or"
                            + " a longer delivery timeout",
                    name,
                    setting,
                    value,
                    deliveryTimeout,
                    setting);
        }
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
        Permits permits = new Permits(messages, nanoTime.getAsLong());
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
        boolean suspect = suspects.isAnySuspect(permits.messages);
        if (outcome instanceof Outcome.Suspended refused) {
            suspects.failed(permits.messages);
            if (!suspect) {
                tellRefusal(refused, permits, now);
            }
        } else if (outcome instanceof Retryable failure) {
            tellFailure(failure, permits, suspect, now);
        } else {
            throttle.notAsked(permits.ofThrottle, now);
            suspects.served(permits.number, permits.messages);
            throttled.served(permits.number, permits.messages);
            if (permits.messages.size() == 1 || outcome.status() != NOT_FOUND) {
                // A batch that is not found may be refused by a server without batches, or for an app that is unknown.
                served(permits.pass, true);
            }
            breaker.succeeded(now - permits.start);
            permits.used();
        }
    }

    private void tellRefusal(Outcome.Suspended refused, Permits permits, long now) {
        boolean wasSuspended = suspension.isSuspended();
        AppSuspension.Finding finding = suspension.refused(permits.pass, now, permits.ids);
        String answer = refused.explanation() == null
                ? refused.status() + " " + Outcome.onOneLine(refused.body())
                : refused.explanation();
        if (!wasSuspended && suspension.isSuspended() && refused.explanation() != null) {
            log.error("Nothing is sent to the app '{}' for now: {}", name, answer);
        } else if (!wasSuspended && suspension.isSuspended()) {
            log.error(
                    "Pusher does not serve the app '{}': {}. Nothing is sent until it does; check its id, key and secret,"
                            + " and its quota",
                    name,
                    answer);
        } else if (finding == AppSuspension.Finding.DOUBTED && isToBeTold(now)) {
            log.warn(
                    "Pusher, or a firewall before it, refused a request of the app '{}': {}. Other messages show whether"
                            + " that is about the app or about {}",
                    name,
                    answer,
                    LogText.names(List.copyOf(permits.ids)));
        }
    }

    /** A firewall may refuse very many messages. */
    private synchronized boolean isToBeTold(long now) {
        if (doubtTold && now - doubtToldAt < DOUBT_TOLD_EVERY_NANOS) {
            return false;
        }
        doubtTold = true;
        doubtToldAt = now;
        return true;
    }

    private void tellFailure(Retryable failure, Permits permits, boolean suspect, long now) {
        if (failure.kind() == Kind.THROTTLED) {
            // Others were accepted since it was told to wait: then the server asks that of this message, not of the
            // app.
            if (!throttled.isAnySuspect(permits.messages)) {
                throttle.asked(failure.retryAfter(), now);
            }
            throttled.failed(permits.messages);
            served(permits.pass, false);
            return;
        }
        if (failure.retryAfter() != null && !suspect) {
            throttle.asked(failure.retryAfter(), now);
        }
        if (failure.kind() != Kind.HELD) {
            suspects.failed(permits.messages);
            if (!suspect) {
                breaker.failed(now - permits.start, failure);
                permits.used();
            }
        }
    }

    private void served(long pass, boolean taken) {
        boolean wasSuspended = suspension.isSuspended();
        boolean news = taken ? suspension.served(pass) : suspension.notRefused(pass);
        if (news && wasSuspended) {
            log.info("Pusher serves the app '{}' again", name);
        }
    }

    private Outcome withinReason(Outcome outcome) {
        Duration longest = shorter(maxRetryAfter, longestSilence);
        return outcome instanceof Retryable failure
                        && failure.retryAfter() != null
                        && failure.retryAfter().compareTo(longest) > 0
                ? new Retryable(failure.kind(), failure.status(), failure.body(), longest, failure.cause())
                : outcome;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
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

        private final List<ChannelMessage> messages;
        private final Set<String> ids = new LinkedHashSet<>();
        private final long start;
        private long number;
        private long pass = AppSuspension.REFUSED;
        private Throttle.Pass ofThrottle = Throttle.Pass.REFUSED;
        private boolean ofBreaker;

        Permits(List<ChannelMessage> messages, long start) {
            this.messages = messages;
            this.start = start;
            messages.forEach(message -> ids.add(message.id()));
        }

        /** What the request has to wait for, all permits being given back; null if it may go. */
        @Nullable
        String acquire() {
            String obstacle = "what limits it failed";
            try {
                obstacle = tryAll();
            } catch (RuntimeException e) {
                log.error("A listener to the rate limiter or breaker of the app '{}' failed", name, e);
            } finally {
                if (obstacle != null) {
                    giveBack();
                }
            }
            if (obstacle == null) {
                number = sent.incrementAndGet();
            }
            return obstacle;
        }

        private @Nullable String tryAll() {
            ofThrottle = throttle.tryPass(start);
            if (ofThrottle == Throttle.Pass.REFUSED) {
                return "the server asked to wait";
            }
            pass = suspension.tryPass(start, ids);
            if (pass == AppSuspension.REFUSED) {
                return "the app is not served";
            }
            ofBreaker = breaker.tryPass();
            if (!ofBreaker) {
                return "the circuit breaker is " + breaker.state();
            }
            return rate.tryPass() ? null : "the rate limit is reached";
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
            throttle.ended(ofThrottle);
            ofThrottle = Throttle.Pass.REFUSED;
            if (pass != AppSuspension.REFUSED) {
                suspension.inconclusive(pass);
            }
        }
    }
}
