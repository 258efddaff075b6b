package io.pushcast.testing.assertj;

import io.pushcast.message.ChannelName;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.subscribe.SubscriberStatus.ConnectionState;
import io.pushcast.subscribe.SubscriptionState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.AbstractAssert;

/** Assertions on what a subscriber is connected and subscribed to. Not for use by several threads. */
public final class SubscriberAssert extends AbstractAssert<SubscriberAssert, Subscriber> {

    /** How long {@link #eventually()} waits at most. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MILLIS_BETWEEN_LOOKS = 5;

    private final Duration patience;

    SubscriberAssert(Subscriber subscriber) {
        this(subscriber, Duration.ZERO);
    }

    private SubscriberAssert(Subscriber subscriber, Duration patience) {
        super(subscriber, SubscriberAssert.class);
        this.patience = patience;
    }

    /** What is asserted next may take {@link #PATIENCE} until it is so. */
    public SubscriberAssert eventually() {
        return within(PATIENCE);
    }

    /**
     * What is asserted next may take so long until it is so.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public SubscriberAssert within(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("The time must not be negative, unlike " + time);
        }
        SubscriberAssert copy = new SubscriberAssert(actual, time);
        copy.info.description(info.descriptionText());
        return copy;
    }

    /** The connection is there. */
    public SubscriberAssert isConnected() {
        isNotNull();
        if (!holds(() -> actual.status().connection() == ConnectionState.CONNECTED)) {
            throw failure(
                    "Expected %s to be connected, but it is %s%s",
                    actual, actual.status().connection(), reason());
        }
        return this;
    }

    /** The server has confirmed the subscription to each of these channels. */
    public SubscriberAssert isSubscribedTo(String... channels) {
        isNotNull();
        for (String channel : channels) {
            if (!holds(() -> state(channel) == SubscriptionState.SUBSCRIBED)) {
                throw failure(
                        "Expected %s to be subscribed to %s, but it is %s%s; its channels are %s",
                        actual,
                        channel,
                        state(channel),
                        reason(),
                        actual.status().subscriptions());
            }
        }
        return this;
    }

    /** None of these channels is subscribed to. */
    public SubscriberAssert isNotSubscribedTo(String... channels) {
        isNotNull();
        for (String channel : channels) {
            if (!holds(() -> state(channel) != SubscriptionState.SUBSCRIBED)) {
                throw failure("Expected %s not to be subscribed to %s, but it is", actual, channel);
            }
        }
        return this;
    }

    private SubscriptionState state(String channel) {
        Map<ChannelName, SubscriptionState> states = actual.status().subscriptions();
        return states.getOrDefault(ChannelName.of(channel), SubscriptionState.WAITING);
    }

    private String reason() {
        String reason = actual.status().reason();
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }

    private boolean holds(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start >= patience.toNanos()) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_LOOKS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return condition.getAsBoolean();
            }
        }
        return true;
    }
}
