package io.pushcast.testing.protocol;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes wrong on subscribers' connections. Used on the server's thread only. */
public final class ConnectionFaults {

    private final Map<String, Deque<SubscriptionFault>> subscriptions = new HashMap<>();
    private Duration delay = Duration.ZERO;
    private boolean silent;
    private int refusalCode;

    /**
     * What happens to a subscription.
     *
     * @param kind in which way it goes wrong
     * @param status the status of a refusal
     * @param delay of a late answer
     */
    public record SubscriptionFault(Kind kind, int status, Duration delay) {

        /** In which way a subscription goes wrong. */
        public enum Kind {
            REFUSED,
            IGNORED,
            LATE
        }
    }

    /** Forgets all of it. */
    public void clear() {
        subscriptions.clear();
        delay = Duration.ZERO;
        silent = false;
        refusalCode = 0;
    }

    public void add(String channel, int times, SubscriptionFault fault) {
        Deque<SubscriptionFault> faults = subscriptions.computeIfAbsent(channel, unknown -> new ArrayDeque<>());
        for (int i = 0; i < times; i++) {
            faults.addLast(fault);
        }
    }

    /** What happens to the next subscription to a channel; null if nothing does. */
    @Nullable
    public SubscriptionFault draw(String channel) {
        Deque<SubscriptionFault> faults = subscriptions.get(channel);
        return faults == null ? null : faults.pollFirst();
    }

    /** How long everything that is sent waits before. */
    public Duration delay() {
        return delay;
    }

    public void delay(Duration delay) {
        this.delay = delay;
    }

    /** Whether nothing is read and nothing is sent. */
    public boolean isSilent() {
        return silent;
    }

    public void silent(boolean silent) {
        this.silent = silent;
    }

    /** The error with which new connections are refused; 0 for none. */
    public int refusalCode() {
        return refusalCode;
    }

    public void refusalCode(int code) {
        this.refusalCode = code;
    }
}
