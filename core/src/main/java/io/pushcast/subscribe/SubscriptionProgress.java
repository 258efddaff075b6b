package io.pushcast.subscribe;

/** How the server is asked for one channel. For use on the connection's thread only. */
final class SubscriptionProgress {

    final ReconnectSchedule schedule;

    /** Tells one attempt from the next, so that what comes late is known as such. */
    int attempt;

    /** Whether the last attempt was not answered, so that the server may know the subscription already. */
    boolean unanswered;

    private Runnable cancelTimer = () -> {};

    SubscriptionProgress(ReconnectSchedule schedule) {
        this.schedule = schedule;
    }

    /** @param cancel calls off the timer that is running now; the one before is called off here */
    void timer(Runnable cancel) {
        cancelTimer.run();
        cancelTimer = cancel;
    }

    void stopTimer() {
        timer(() -> {});
    }
}
