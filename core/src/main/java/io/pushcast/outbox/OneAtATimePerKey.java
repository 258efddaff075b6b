package io.pushcast.outbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Delivers a message only after the one before it of its key was accepted, so that a dead letter can block its key. */
final class OneAtATimePerKey implements Relay.DeliveryOrder {

    private final Consumer<LoadedMessage> delivery;
    private final Consumer<LoadedMessage> forget;
    /** For each key with a message under way, those behind it. */
    private final Map<String, Deque<LoadedMessage>> waiting = new HashMap<>();

    OneAtATimePerKey(Consumer<LoadedMessage> delivery, Consumer<LoadedMessage> forget) {
        this.delivery = delivery;
        this.forget = forget;
    }

    @Override
    public void offer(LoadedMessage message) {
        if (message.orderingKey().isEmpty()) {
            delivery.accept(message);
            return;
        }
        Deque<LoadedMessage> behind = waiting.get(message.orderingKey());
        if (behind != null) {
            behind.addLast(message);
        } else {
            waiting.put(message.orderingKey(), new ArrayDeque<>());
            delivery.accept(message);
        }
    }

    @Override
    public void accepted(LoadedMessage message) {
        Deque<LoadedMessage> behind = waiting.get(message.orderingKey());
        if (behind == null) {
            return;
        }
        LoadedMessage next = behind.pollFirst();
        if (next == null) {
            waiting.remove(message.orderingKey());
        } else {
            delivery.accept(next);
        }
    }

    @Override
    public void stopped(LoadedMessage message) {
        Deque<LoadedMessage> behind = waiting.remove(message.orderingKey());
        if (behind != null) {
            behind.forEach(forget);
        }
    }
}
