package io.pushcast.delivery;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Work that one thread at a time does for all who want it done. It finds by itself what there is to do; whoever wants
 * something while it is under way makes it look once more, and need not wait. So no two threads do it at once, and nothing
 * that was wanted is left lying. Safe for use by several threads.
 *
 * <p>What is to be done has to be where the work finds it before it is {@linkplain #want wanted}.
 */
final class SerialRunner {

    private enum State {
        /** Nothing is wanted. */
        IDLE,
        /** Something is wanted; the thread that was told so by {@link #want} sees to it. */
        WANTED,
        /** A round is being made, which finds all that was wanted before it began. */
        UNDER_WAY,
        /** A round is being made, and something was wanted meanwhile, which it may have missed. */
        UNDER_WAY_AND_WANTED;

        State wanted() {
            return this == IDLE || this == WANTED ? WANTED : UNDER_WAY_AND_WANTED;
        }
    }

    /**
     * Whoever makes rounds leaves in one step, from {@code UNDER_WAY} to {@code IDLE}, which fails if something was wanted
     * since the last round began. So what is wanted is found by a round that begins later, or else by whoever is told that
     * nobody makes any: it can't fall between a last look and the leaving.
     */
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    /**
     * Says that there is something to do.
     *
     * @return true if nobody is at it: the caller then has to see to it that some thread calls {@link #make}
     */
    boolean want() {
        return state.getAndUpdate(State::wanted) == State.IDLE;
    }

    /**
     * Makes a round, and another one as long as something was wanted meanwhile. Does nothing if nothing is wanted, or if
     * another thread is at it. When the work throws, no further round is made, whatever was wanted.
     */
    void make(Runnable round) {
        if (!state.compareAndSet(State.WANTED, State.UNDER_WAY)) {
            return;
        }
        try {
            do {
                state.set(State.UNDER_WAY);
                round.run();
            } while (!state.compareAndSet(State.UNDER_WAY, State.IDLE));
        } catch (Throwable t) {
            // Nobody could do it ever again.
            state.set(State.IDLE);
            throw t;
        }
    }

    /** Whether something is wanted, or is being done. */
    boolean areWanted() {
        return state.get() != State.IDLE;
    }
}
