package io.pushcast.delivery;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock that is never held for long, so that whoever finds it held tries again for a moment before it sleeps: to sleep and
 * to be woken costs several times what the holder still has to do.
 */
final class BriefLock extends ReentrantLock {

    private static final long serialVersionUID = 1L;

    /** About two microseconds. On a single core the holder can't go on meanwhile. */
    private static final int TRIES = Runtime.getRuntime().availableProcessors() > 1 ? 50 : 0;

    @Override
    public void lock() {
        for (int i = 0; i < TRIES; i++) {
            if (tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        super.lock();
    }
}
