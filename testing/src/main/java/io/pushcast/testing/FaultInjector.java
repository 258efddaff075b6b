package io.pushcast.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at an {@link EmbeddedPusher}, on demand: {@code server.faults().next(3, Fault.status(503))}. At first
 * nothing does. Safe for use by several threads; what is asked for here holds for every request whose head arrives later.
 *
 * <p>Only requests to the HTTP API fail, whatever their path. Subscribers and their connections are left
 * alone; {@link SocketFaults} does them harm.
 */
public final class FaultInjector {

    private final Deque<Fault> next = new ArrayDeque<>();
    private Supplier<@Nullable Fault> otherwise = () -> null;

    FaultInjector() {}

    /** The next request fails, after those that fail already. */
    public FaultInjector next(Fault fault) {
        return next(1, fault);
    }

    /**
     * So many of the next requests fail, after those that fail already.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public synchronized FaultInjector next(int requests, Fault fault) {
        if (requests < 1) {
            throw new IllegalArgumentException("The number of requests that fail must be at least 1, not " + requests);
        }
        for (int i = 0; i < requests; i++) {
            next.addLast(fault);
        }
        return this;
    }

    /** Every request fails, once those that were asked for by {@link #next} have failed, until {@link #none}. */
    public synchronized FaultInjector always(Fault fault) {
        otherwise = () -> fault;
        return this;
    }

    /**
     * Each request fails with this probability, in one of these ways, each as likely as the others, once those that were
     * asked for by {@link #next} have failed, until {@link #none}. The same seed makes the same sequence of faults; which
     * request gets which depends on the order in which they arrive. Replaces {@link #always}.
     *
     * @param probability from 0, never, to 1, always
     * @throws IllegalArgumentException if the probability is out of that range, or there is no fault
     */
    public synchronized FaultInjector random(long seed, double probability, Fault... faults) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("The probability of a fault must be within 0–1, not " + probability);
        }
        List<Fault> choice = List.of(faults);
        if (choice.isEmpty()) {
            throw new IllegalArgumentException("There must be at least one fault to choose from");
        }
        Random random = new Random(seed);
        otherwise = () -> random.nextDouble() < probability ? choice.get(random.nextInt(choice.size())) : null;
        return this;
    }

    /** Nothing goes wrong any more. Requests that have met their fault already are not saved. */
    public synchronized FaultInjector none() {
        next.clear();
        otherwise = () -> null;
        return this;
    }

    /** The fault for a request that has just begun to arrive; null if it is to go well. */
    synchronized @Nullable Fault draw() {
        Fault scripted = next.pollFirst();
        return scripted != null ? scripted : otherwise.get();
    }
}
