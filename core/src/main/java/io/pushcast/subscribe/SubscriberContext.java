package io.pushcast.subscribe;

import io.pushcast.json.JsonCodec;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** What all parts of one subscriber share. Safe for use by several threads. */
final class SubscriberContext {

    private final SubscriberSettings settings;
    private final HandlerThreads threads;
    private final ListenerCalls listeners;
    private final ReceiveBuffer buffer;
    private final ChannelQueue notices;
    private final SubscriberCounters counters = new SubscriberCounters();
    private final OccasionalLog handlerLog = new OccasionalLog();
    private final OccasionalLog unreadableLog = new OccasionalLog();
    private final Object subscribed = new Object();
    private volatile boolean dropping;

    SubscriberContext(SubscriberSettings settings, Runnable hasRoomAgain) {
        this.settings = settings;
        this.threads = new HandlerThreads(settings.name(), settings.executor());
        this.listeners = new ListenerCalls(settings.listeners());
        this.buffer = new ReceiveBuffer(settings.maxEvents(), settings.maxBytes(), hasRoomAgain);
        this.notices = new ChannelQueue(threads);
    }

    SubscriberSettings settings() {
        return settings;
    }

    JsonCodec json() {
        return settings.json();
    }

    HandlerThreads threads() {
        return threads;
    }

    ListenerCalls listeners() {
        return listeners;
    }

    ReceiveBuffer buffer() {
        return buffer;
    }

    SubscriberCounters counters() {
        return counters;
    }

    OccasionalLog handlerLog() {
        return handlerLog;
    }

    OccasionalLog unreadableLog() {
        return unreadableLog;
    }

    List<Consumer<Gap>> gapHandlers() {
        return settings.gapHandlers();
    }

    /** Tells the listeners something that belongs to no channel. */
    void notice(Consumer<SubscriberListener> what) {
        notices.add(() -> listeners.tell(what));
    }

    /** Whoever waits on it is woken when a channel was subscribed to. */
    Object subscribed() {
        return subscribed;
    }

    ChannelQueue notices() {
        return notices;
    }

    /** The pauses between attempts to subscribe to one channel. */
    ReconnectSchedule newSchedule() {
        return new ReconnectSchedule(
                settings.firstPause(),
                settings.longestPause(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    boolean isDropping() {
        return dropping;
    }

    /** What waits for handlers is not handled any more, but told as dropped. */
    void drop() {
        dropping = true;
    }
}
