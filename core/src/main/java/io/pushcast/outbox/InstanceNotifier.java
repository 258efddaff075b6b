package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxSession;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells other instances that there are messages; by itself, in an instance that only stores them. */
final class InstanceNotifier implements OutboxThread.Work {

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final OutboxThread.WakeUpSignal signal;
    private final AtomicBoolean news = new AtomicBoolean();

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

    @Override
    public OutboxThread.WakeUpSignal signal() {
        return signal;
    }

    @Override
    public long turn(OutboxSession session) {
        if (news.getAndSet(false)) {
            try {
                session.announce(OutboxSession.Announcement.MESSAGES);
            } catch (RuntimeException e) {
                news.set(true);
                throw e;
            }
        }
        return REST_NANOS;
    }

    @Override
    public void finish(OutboxSession session) {
        turn(session);
    }
}
