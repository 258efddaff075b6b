package io.pushcast.outbox;

import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Pace;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.pace.PacedKey;
import io.pushcast.pace.PacedKey.Verdict;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds loaded messages that have a pace until they are due or a newer one takes their place, before another order. They are
 * stored until then, so that none is lost; what gives way is deleted. Used by the relay's thread only.
 */
final class PacedOrder implements Relay.DeliveryOrder {

    private static final long LEASES_ASKED_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Relay.DeliveryOrder next;
    private final Consumer<LoadedMessage> tellOfSuperseded;
    private final @Nullable Consumer<LoadedMessage> forget;
    private final LongSupplier nanoTime;
    private final Map<String, Key> keys = new HashMap<>();
    private final Set<Key> holding = new LinkedHashSet<>();
    private final Queue<WakeUp> wakeUps = new PriorityQueue<>();
    private long leasesAskedAt;

    /**
     * An order before another.
     *
     * @param tellOfSuperseded takes the messages that give way
     * @param forget takes held messages of a key that is blocked by a dead letter; null if dead letters block nothing
     */
    PacedOrder(
            Relay.DeliveryOrder next,
            Consumer<LoadedMessage> tellOfSuperseded,
            @Nullable Consumer<LoadedMessage> forget,
            LongSupplier nanoTime) {
        this.next = next;
        this.tellOfSuperseded = tellOfSuperseded;
        this.forget = forget;
        this.nanoTime = nanoTime;
        this.leasesAskedAt = nanoTime.getAsLong();
    }

    @Override
    public void offer(LoadedMessage message) {
        OutboxRecord content = message.stored.content();
        Pace pace = paceOf(content);
        String id = idOf(message, pace);
        Key key = pace == null ? keys.get(id) : keys.computeIfAbsent(id, Key::new);
        if (key == null) {
            next.offer(message);
            return;
        }
        long now = nanoTime.getAsLong();
        key.messages.add(message, pace, content.channels(), now);
        key.changed(now);
    }

    /** Lets go on what is due, and what others are to take over. */
    void release() {
        long now = nanoTime.getAsLong();
        for (WakeUp first = wakeUps.peek(); first != null && first.at - now <= 0; first = wakeUps.peek()) {
            wakeUps.remove();
            first.key.wake(now);
        }
        if (!holding.isEmpty() && now - leasesAskedAt >= LEASES_ASKED_EVERY_NANOS) {
            leasesAskedAt = now;
            List.copyOf(holding).forEach(key -> key.releaseIfWanted(now));
        }
    }

    /** Lets go on all that is held, though it is not due. */
    void releaseAll() {
        long now = nanoTime.getAsLong();
        List.copyOf(holding).forEach(key -> key.releaseAll(now));
    }

    /** Nanoseconds until something may be due. */
    long untilNext() {
        WakeUp first = wakeUps.peek();
        long next = first == null ? Long.MAX_VALUE : Math.max(0, first.at - nanoTime.getAsLong());
        return holding.isEmpty() ? next : Math.min(next, LEASES_ASKED_EVERY_NANOS);
    }

    @Override
    public void accepted(LoadedMessage message) {
        if (!message.isSuperseded()) {
            next.accepted(message);
        }
    }

    @Override
    public void stopped(LoadedMessage message) {
        next.stopped(message);
        Key key = keys.get(message.orderingKey());
        if (key != null && forget != null && !message.orderingKey().isEmpty()) {
            List<LoadedMessage> behind = key.messages.takeAll();
            key.changed(nanoTime.getAsLong());
            behind.forEach(forget);
        }
    }

    /** The ordering key; messages without one keep no order but with what they give way to. */
    private static String idOf(LoadedMessage message, @Nullable Pace pace) {
        String key = message.orderingKey();
        if (!key.isEmpty()) {
            return key;
        }
        return pace == null ? "\0" : "\0" + message.stored.content().channels() + '\0' + pace.event();
    }

    /** What can't be read is found, and told, by the delivery. */
    private static @Nullable Pace paceOf(OutboxRecord content) {
        try {
            return content.pace();
        } catch (InvalidMessageException e) {
            return null;
        }
    }

    private void decide(LoadedMessage message, Verdict verdict) {
        if (verdict == Verdict.PASS) {
            next.offer(message);
        } else {
            message.supersede();
            tellOfSuperseded.accept(message);
        }
    }

    private record WakeUp(long at, Key key) implements Comparable<WakeUp> {

        @Override
        public int compareTo(WakeUp other) {
            return Long.signum(at - other.at);
        }
    }

    /** One ordering key with a message that was sent lately, or is held. */
    private final class Key {

        private final String id;
        private final PacedKey<LoadedMessage> messages = new PacedKey<>(PacedOrder.this::decide);
        private boolean wakes;
        private long wakesAt;

        Key(String id) {
            this.id = id;
        }

        void wake(long now) {
            wakes = false;
            messages.release(now);
            changed(now);
        }

        void releaseIfWanted(long now) {
            LoadedMessage oldest = messages.oldest();
            if (oldest != null && oldest.isWantedByOthers(now)) {
                releaseAll(now);
            }
        }

        void releaseAll(long now) {
            messages.releaseAll(now);
            changed(now);
        }

        void changed(long now) {
            if (messages.held() > 0) {
                holding.add(this);
            } else {
                holding.remove(this);
            }
            if (messages.isIdle()) {
                keys.remove(id, this);
                return;
            }
            long at = now + messages.untilNext(now);
            if (!wakes || at - wakesAt < 0) {
                wakes = true;
                wakesAt = at;
                wakeUps.add(new WakeUp(at, this));
            }
        }
    }
}
