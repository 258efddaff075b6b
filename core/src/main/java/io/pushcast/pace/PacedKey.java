package io.pushcast.pace;

import io.pushcast.message.Pace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one ordering key, of which some have a pace: which go on at once, which are held, and which give way to a
 * newer one. Knows no clock and no thread: the caller says what time it is, and calls from one thread at a time.
 *
 * <p>Of the messages with the same channels and event, one goes on in the time of their pace: the first at once, the newest
 * when the time is over, and so on. What comes while one is held waits behind it, so that none overtakes another; what a newer
 * message replaces gives up its place, and the newer one stands at the end.
 *
 * @param <T> what the caller knows a message by
 */
public final class PacedKey<T> {

    /** What becomes of a message. */
    public enum Verdict {
        /** It goes on. */
        PASS,
        /** It gives way to a newer one. */
        GIVE_WAY
    }

    /** The messages that give way to each other. */
    private record Group(Object channels, String event) {}

    private static final class Held<T> {

        final T message;
        final @Nullable Group group;
        final long paceNanos;

        Held(T message, @Nullable Group group, long paceNanos) {
            this.message = message;
            this.group = group;
            this.paceNanos = paceNanos;
        }
    }

    private final BiConsumer<T, Verdict> verdicts;
    private final Deque<Held<T>> held = new ArrayDeque<>();

    /** When the time of a group is over in which a message of it went on. */
    private final Map<Group, Long> closedUntil = new HashMap<>();

    /** @param verdicts is told of every message exactly once; those that pass, in the order in which they came */
    public PacedKey(BiConsumer<T, Verdict> verdicts) {
        this.verdicts = verdicts;
    }

    /**
     * A message comes, after all others of its key.
     *
     * @param message what the caller knows it by
     * @param pace its pace; null if it has none
     * @param channels its channels, in whatever form: messages give way to each other whose channels are equal
     */
    public void add(T message, @Nullable Pace pace, Object channels, long now) {
        release(now);
        if (pace == null) {
            held.addLast(new Held<>(message, null, 0));
        } else {
            Group group = new Group(channels, pace.event());
            replaceHeld(group);
            held.addLast(new Held<>(message, group, pace.interval().toNanos()));
        }
        release(now);
    }

    /** Lets go on what is due. */
    public void release(long now) {
        for (Held<T> first = held.peekFirst(); first != null && isOpen(first, now); first = held.peekFirst()) {
            pass(held.removeFirst(), now);
        }
        closedUntil.values().removeIf(until -> until - now <= 0);
    }

    /** Lets go on all that is held, though it is not due. */
    public void releaseAll(long now) {
        for (Held<T> first = held.pollFirst(); first != null; first = held.pollFirst()) {
            pass(first, now);
        }
    }

    /** Takes out the first held message that is meant, without a verdict; false if there is none. */
    public boolean removeFirst(Predicate<T> meant) {
        for (Iterator<Held<T>> each = held.iterator(); each.hasNext(); ) {
            if (meant.test(each.next().message)) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    /** Takes out all that is held, without a verdict. */
    public List<T> takeAll() {
        List<T> taken = new ArrayList<>(held.size());
        held.forEach(each -> taken.add(each.message));
        held.clear();
        return taken;
    }

    /** How many messages are held. */
    public int held() {
        return held.size();
    }

    /** The oldest message that is held, or null. */
    public @Nullable T oldest() {
        Held<T> first = held.peekFirst();
        return first == null ? null : first.message;
    }

    /** Whether there is nothing to be remembered of the key. */
    public boolean isIdle() {
        return held.isEmpty() && closedUntil.isEmpty();
    }

    /** Nanoseconds until something is due or can be forgotten; {@link Long#MAX_VALUE} if it is idle. */
    public long untilNext(long now) {
        Held<T> first = held.peekFirst();
        if (first != null) {
            Long until = first.group == null ? null : closedUntil.get(first.group);
            return until == null ? 0 : Math.max(0, until - now);
        }
        long next = Long.MAX_VALUE;
        for (long until : closedUntil.values()) {
            next = Math.min(next, Math.max(0, until - now));
        }
        return next;
    }

    private boolean isOpen(Held<T> message, long now) {
        Long until = message.group == null ? null : closedUntil.get(message.group);
        return until == null || until - now <= 0;
    }

    private void pass(Held<T> message, long now) {
        if (message.group != null) {
            closedUntil.put(message.group, now + message.paceNanos);
        }
        verdicts.accept(message.message, Verdict.PASS);
    }

    private void replaceHeld(Group group) {
        for (Iterator<Held<T>> each = held.iterator(); each.hasNext(); ) {
            Held<T> older = each.next();
            if (group.equals(older.group)) {
                each.remove();
                verdicts.accept(older.message, Verdict.GIVE_WAY);
                return;
            }
        }
    }
}
