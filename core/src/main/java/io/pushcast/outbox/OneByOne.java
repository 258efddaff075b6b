package io.pushcast.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Delivers a message only after the one before it of its key was accepted, so that a dead letter can block its key. */
final class OneByOne implements Feed {

    private final Consumer<Held> delivery;
    private final Consumer<Held> forget;
    /** For each key with a message under way, those behind it. */
    private final Map<String, Deque<Held>> waiting = new HashMap<>();

    OneByOne(Consumer<Held> delivery, Consumer<Held> forget) {
        this.delivery = delivery;
        this.forget = forget;
    }

    @Override
    public void offer(Held message) {
        if (message.orderingKey().isEmpty()) {
            delivery.accept(message);
            return;
        }
        Deque<Held> behind = waiting.get(message.orderingKey());
        if (behind != null) {
            behind.addLast(message);
        } else {
            waiting.put(message.orderingKey(), new ArrayDeque<>());
            delivery.accept(message);
        }
    }

    @Override
    public void accepted(Held message) {
        Deque<Held> behind = waiting.get(message.orderingKey());
        if (behind == null) {
            return;
        }
        Held next = behind.pollFirst();
        if (next == null) {
            waiting.remove(message.orderingKey());
        } else {
            delivery.accept(next);
        }
    }

    @Override
    public void stopped(Held message) {
        Deque<Held> behind = waiting.remove(message.orderingKey());
        if (behind != null) {
            behind.forEach(forget);
        }
    }
}
