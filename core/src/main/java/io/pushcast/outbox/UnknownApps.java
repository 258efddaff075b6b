package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxSession;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The apps that this instance does not know, and for which messages wait: they are sent to no other app, and the log says so
 * for as long as they wait. Used by the relay's thread only.
 */
final class UnknownApps {

    private static final Logger log = LoggerFactory.getLogger(UnknownApps.class);

    private static final long COMPLAINT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String outbox;
    private final Set<String> known;
    private final Set<String> unknown = new TreeSet<>();
    private boolean isNews;
    private long complainedAt;

    UnknownApps(String outbox, Set<String> known) {
        this.outbox = outbox;
        this.known = known;
    }

    /** Whether a message for this app has to wait. */
    boolean test(String app) {
        if (known.contains(app)) {
            return false;
        }
        isNews |= unknown.add(app);
        return true;
    }

    /** Those of which messages were found. */
    Set<String> found() {
        return Set.copyOf(unknown);
    }

    /** Tells of them, at once and from time to time. */
    void complain(OutboxSession session, long now) {
        if (unknown.isEmpty() || (!isNews && now - complainedAt < COMPLAINT_NANOS)) {
            return;
        }
        isNews = false;
        complainedAt = now;
        Map<String, Long> waiting = session.waitingForOtherApps(known);
        unknown.retainAll(waiting.keySet());
        waiting.forEach((app, count) -> log.error(
                "{} messages of the outbox '{}' wait for the app '{}', which this instance does not know (it knows {})."
                        + " Start an instance that knows it, or delete them; two services that share tables need"
                        + " outboxes of different names",
                count,
                outbox,
                app,
                known));
    }
}
