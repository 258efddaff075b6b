package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxSession;
import java.time.Duration;
import java.util.Set;

/** Hears what other instances announce. */
final class NotificationListener implements OutboxThread.Work {

    private static final Duration WAIT = Duration.ofMillis(250);
    private static final int SILENT_TURNS = 40;

    private final Runnable onMessages;
    private final Runnable onLeases;
    private final OutboxThread.WakeUpSignal signal = new OutboxThread.WakeUpSignal();
    private int silentTurns;

    NotificationListener(Runnable onMessages, Runnable onLeases) {
        this.onMessages = onMessages;
        this.onLeases = onLeases;
    }

    @Override
    public OutboxThread.WakeUpSignal signal() {
        return signal;
    }

    @Override
    public void begin(OutboxSession session) {
        session.listen();
        // What was announced while nobody listened.
        onMessages.run();
        onLeases.run();
    }

    @Override
    public long turn(OutboxSession session) {
        Set<OutboxSession.Announcement> news = session.awaitAnnouncements(WAIT);
        silentTurns = news.isEmpty() ? silentTurns + 1 : 0;
        if (silentTurns == SILENT_TURNS) {
            // A question, which fails if the connection is dead: silence looks the same on one that is.
            session.listen();
            silentTurns = 0;
        }
        if (news.contains(OutboxSession.Announcement.MESSAGES)) {
            onMessages.run();
        }
        if (news.contains(OutboxSession.Announcement.LEASES)) {
            onLeases.run();
        }
        return 0;
    }
}
