package io.pushcast.delivery;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Work that one thread at a time does for all who want it done. It finds by itself what there is to do; whoever wants
 * something while it is under way makes it look once more, and need not wait. So no two threads do it at once, and nothing
 * that was wanted is left lying. Safe for use by several threads.
 *
 * <p>What is to be done has to be where the work finds it before it is {@linkplain #request requested}.
 */
final class SerialRunner {

    private enum State {
        /** Nothing is requested. */
        IDLE,
        /** Something is requested; the thread that was told so by {@link #request} sees to it. */
        REQUESTED,
        /** The task runs, and finds all that was requested before it began. */
        RUNNING,
        /** The task runs, and something was requested meanwhile, which it may have missed. */
        RUNNING_AND_REQUESTED;

        State requested() {
            return this == IDLE || this == REQUESTED ? REQUESTED : RUNNING_AND_REQUESTED;
        }
    }

    /**
     * The running thread stops in one step, from {@code RUNNING} to {@code IDLE}, which fails if something was requested
     * since the last run began. So what is requested is found by a run that begins later, or else by whoever is told that
     * nobody runs it: it can't fall between a last look and the leaving.
     */
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    /**
     * Says that there is something to do.
     *
     * @return true if nobody is at it: the caller then has to see to it that some thread calls {@link #run}
     */
    boolean request() {
        return state.getAndUpdate(State::requested) == State.IDLE;
    }

    /**
     * Runs the task, and again as long as something was requested meanwhile. Does nothing if nothing is requested, or if
     * another thread is at it. When the work throws, it is not run again, whatever was requested.
     */
    void run(Runnable task) {
        if (!state.compareAndSet(State.REQUESTED, State.RUNNING)) {
            return;
        }
        try {
            do {
                state.set(State.RUNNING);
                task.run();
            } while (!state.compareAndSet(State.RUNNING, State.IDLE));
        } catch (Throwable t) {
            // Nobody could do it ever again.
            state.set(State.IDLE);
            throw t;
        }
    }

    /** Whether something is requested, or is being done. */
    boolean isBusy() {
        return state.get() != State.IDLE;
    }
}
