package io.pushcast.concurrency;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/**
 * Has Lincheck run the operations of a test class on several threads, in one interleaving of their steps after the other.
 *
 * <p>Each scenario gives every thread some of the operations, by chance, on a new instance of the class. Lincheck reports
 * results that no order of the operations explains, threads that wait for ever, and what the method with {@code @Validate}
 * throws in the end; and with each the steps that led to it. That an operation throws is only a result to it, so what has to
 * be so within an operation is checked by {@link Facts}.
 */
public final class Interleavings {

    /** {@code -Dpushcast.scenarios=…} and {@code -Dpushcast.interleavings=…} of each try more. */
    private static final int SCENARIOS = Integer.getInteger("pushcast.scenarios", 5);

    private static final int INTERLEAVINGS = Integer.getInteger("pushcast.interleavings", 300);

    private Interleavings() {}

    /** Tries the operations of this class on so many threads, so many on each. */
    public static void tryOut(Class<?> test, int threads, int operations) {
        new ModelCheckingOptions()
                .iterations(SCENARIOS)
                .invocationsPerIteration(INTERLEAVINGS)
                .threads(threads)
                .actorsPerThread(operations)
                .actorsBefore(0)
                .actorsAfter(0)
                .check(test);
    }

    /** Fails unless it is true; for the end, in {@code @Validate}. An assertion library would be looked into, step by step. */
    public static void check(boolean fact, String words) {
        if (!fact) {
            throw new IllegalStateException(words);
        }
    }

    /** What has to be so within operations: what is not is kept until the end. */
    public static final class Facts {

        private final AtomicReference<String> violation = new AtomicReference<>();

        public void check(boolean fact, String words) {
            if (!fact) {
                violation.compareAndSet(null, words);
            }
        }

        /** Fails if something was not so; to be called first in {@code @Validate}. */
        public void validate() {
            String words = violation.get();
            Interleavings.check(words == null, words);
        }
    }

    /** A place that one thread at a time may be at. */
    public static final class Alone {

        private final AtomicInteger here = new AtomicInteger();
        private final Facts facts;

        public Alone(Facts facts) {
            this.facts = facts;
        }

        public void enter() {
            facts.check(here.incrementAndGet() == 1, "two threads are here at once");
        }

        public void leave() {
            here.decrementAndGet();
        }
    }
}
