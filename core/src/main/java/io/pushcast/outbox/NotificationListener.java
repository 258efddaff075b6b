package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxSession;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what other instances announce. At the beginning it has something announced on another connection, several times: if that is
 * not heard, a pooler shares its connection with others, and nothing will be heard. It says so once, and leaves the rest to the
 * regular looks.
 */
final class NotificationListener implements OutboxThread.Work {

    private static final Logger log = LoggerFactory.getLogger(NotificationListener.class);

    private static final Duration WAIT = Duration.ofMillis(250);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final int SILENT_TURNS = 40;
    private static final int TURNS_UNTIL_DEAF = 20;

    /** Behind a pooler one may be heard by chance, if both connections to it have the same one to the database. */
    private static final int PROBES = 3;

    private static final long DEAF_NANOS = Duration.ofMinutes(1).toNanos();

    private final Runnable onMessages;
    private final Runnable onLeases;
    private final Probe probe;
    private final OutboxThread.WakeUpSignal signal = new OutboxThread.WakeUpSignal();
    private int silentTurns;
    private int unheardTurns;
    private int probesHeard;
    private boolean isDeaf;
    private boolean saidSo;

    /** Something that is announced to oneself, on another connection. */
    interface Probe {

        /** Has it announced soon. */
        void send();

        /** Whether it was announced since. */
        boolean isSent();

        /** One whose answers are given. */
        static Probe of(Runnable send, BooleanSupplier isSent) {
            return new Probe() {
                @Override
                public void send() {
                    send.run();
                }

                @Override
                public boolean isSent() {
                    return isSent.getAsBoolean();
                }
            };
        }
    }

    NotificationListener(Runnable onMessages, Runnable onLeases, Probe probe) {
        this.onMessages = onMessages;
        this.onLeases = onLeases;
        this.probe = probe;
    }

    @Override
    public OutboxThread.WakeUpSignal signal() {
        return signal;
    }

    @Override
    public void begin(OutboxSession session) {
        session.listen();
        // A pooler passes on, with the answer to this, what others had announced to them on its connection.
        session.awaitAnnouncements(AT_ONCE);
        probesHeard = 0;
        isDeaf = false;
        unheardTurns = 0;
        probe.send();
        // What was announced while nobody listened.
        onMessages.run();
        onLeases.run();
    }

    @Override
    public long turn(OutboxSession session) {
        if (isDeaf) {
            return DEAF_NANOS;
        }
        Set<OutboxSession.Announcement> news = session.awaitAnnouncements(WAIT);
        silentTurns = news.isEmpty() ? silentTurns + 1 : 0;
        if (news.contains(OutboxSession.Announcement.PROBE) && probesHeard < PROBES) {
            probesHeard++;
            unheardTurns = 0;
            if (probesHeard < PROBES) {
                probe.send();
            }
        }
        if (probesHeard < PROBES && probe.isSent() && ++unheardTurns >= TURNS_UNTIL_DEAF) {
            giveUp();
        } else if (silentTurns == SILENT_TURNS) {
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

    private void giveUp() {
        isDeaf = true;
        if (!saidSo) {
            saidSo = true;
            log.warn(
                    "Notifications (LISTEN, NOTIFY) do not come through, as behind a pooler in transaction mode. Messages"
                            + " of other instances are found at the next look, after a second at most. For less, name a data"
                            + " source that connects to the database itself: JdbcOutboxStore.on(dataSource).listenOn(direct)");
        }
    }
}
