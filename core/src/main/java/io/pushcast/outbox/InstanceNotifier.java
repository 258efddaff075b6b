package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxSession;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells other instances that there are messages; by itself, in an instance that only stores them. */
final class InstanceNotifier implements OutboxThread.Work {

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final OutboxThread.WakeUpSignal signal;
    private final AtomicBoolean news = new AtomicBoolean();
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile boolean probeSent;

    /** @param signal wakes the thread that runs this */
    InstanceNotifier(OutboxThread.WakeUpSignal signal) {
        this.signal = signal;
    }

    /** There are messages for others to load. For any thread. */
    void tellOthers() {
        if (!news.getAndSet(true)) {
            signal.give();
        }
    }

    /** Has something announced that is no news. For any thread. */
    void probe() {
        probeSent = false;
        if (!probing.getAndSet(true)) {
            signal.give();
        }
    }

    /** Whether that was announced. For any thread. */
    boolean isProbeSent() {
        return probeSent;
    }

    @Override
    public OutboxThread.WakeUpSignal signal() {
        return signal;
    }

    @Override
    public long turn(OutboxSession session) {
        announce(session, news, OutboxSession.Announcement.MESSAGES);
        if (announce(session, probing, OutboxSession.Announcement.PROBE)) {
            probeSent = true;
        }
        return REST_NANOS;
    }

    private static boolean announce(OutboxSession session, AtomicBoolean wanted, OutboxSession.Announcement what) {
        boolean due = wanted.getAndSet(false);
        if (due) {
            try {
                session.announce(what);
            } catch (RuntimeException e) {
                wanted.set(true);
                throw e;
            }
        }
        return due;
    }

    @Override
    public void finish(OutboxSession session) {
        turn(session);
    }
}
