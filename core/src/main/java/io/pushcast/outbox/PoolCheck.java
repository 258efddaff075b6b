package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries at the start whether the store gives as many connections at once as the outbox keeps, and one for the application. */
final class PoolCheck {

    private static final Logger log = LoggerFactory.getLogger(PoolCheck.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final OutboxStore store;
    private final int kept;
    private final CountDownLatch done = new CountDownLatch(1);
    private final List<OutboxSession> taken = new ArrayList<>();
    private boolean over;

    /** @param kept how many connections the outbox keeps */
    PoolCheck(OutboxStore store, int kept) {
        this.store = store;
        this.kept = kept;
    }

    /** Warns if there are too few. Waits two seconds at most, as a pool that is empty lets wait. */
    void run() {
        Thread thread = new Thread(this::take, "pushcast-outbox-pool");
        thread.setDaemon(true);
        thread.start();
        try {
            if (!done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("The data source lets wait for a connection");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int given = giveBack();
        if (given <= kept) {
            log.warn(
                    "The data source gave {} connections at once. The outbox keeps {} for itself, so the application needs"
                            + " more than these: whoever publishes may wait in vain. Raise the maximum size of the pool"
                            + " to {} and as many as the application needs",
                    given,
                    kept,
                    kept);
        }
    }

    private void take() {
        try {
            while (keep(store.open())) {
                // Until there are enough.
            }
        } catch (OutboxException e) {
            log.debug("The data source gives no more connections", e);
        } finally {
            done.countDown();
        }
    }

    /** Whether another one is to be taken. */
    private synchronized boolean keep(OutboxSession session) {
        if (over) {
            session.close();
            return false;
        }
        taken.add(session);
        return taken.size() <= kept;
    }

    /** Also if the thread still waits for another one; returns how many it got. */
    private synchronized int giveBack() {
        over = true;
        taken.forEach(OutboxSession::close);
        return taken.size();
    }
}
