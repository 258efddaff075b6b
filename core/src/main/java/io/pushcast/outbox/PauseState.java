package io.pushcast.outbox;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether delivery is paused in all instances, as far as this one has seen. Safe for use by several threads. */
final class PauseState {

    private static final Logger log = LoggerFactory.getLogger(PauseState.class);

    private final Runnable onResume;
    private volatile @Nullable Instant since;

    /** @param onResume is run when delivery goes on */
    PauseState(Runnable onResume) {
        this.onResume = onResume;
    }

    boolean isPaused() {
        return since != null;
    }

    /** The store has said it anew. Called by one thread. */
    void seen(String outbox, @Nullable Instant pausedSince) {
        Instant before = since;
        since = pausedSince;
        if (Objects.equals(before, pausedSince)) {
            return;
        }
        if (pausedSince == null) {
            log.info("The outbox '{}' is not paused any more and delivers again", outbox);
            onResume.run();
        } else if (before == null) {
            log.warn("The outbox '{}' is paused since {}: it stores messages and delivers none", outbox, pausedSince);
        }
    }
}
