package io.pushcast.outbox;

import java.time.Duration;
import java.util.Set;

/** Hears what other instances announce. */
final class Listening implements OutboxThread.Work {

    private static final Duration WAIT = Duration.ofMillis(250);

    private final Runnable onMessages;
    private final Runnable onLeases;
    private final Signal signal = new Signal();

    Listening(Runnable onMessages, Runnable onLeases) {
        this.onMessages = onMessages;
        this.onLeases = onLeases;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public void begin(OutboxSession session) {
        session.listen();
    }

    @Override
    public long turn(OutboxSession session) {
        Set<OutboxSession.News> news = session.awaitNews(WAIT);
        if (news.contains(OutboxSession.News.MESSAGES)) {
            onMessages.run();
        }
        if (news.contains(OutboxSession.News.LEASES)) {
            onLeases.run();
        }
        return 0;
    }
}
