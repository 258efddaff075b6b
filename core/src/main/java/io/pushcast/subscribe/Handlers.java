package io.pushcast.subscribe;

import io.pushcast.json.JsonCodec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What is called for the events of one channel. Safe for use by several threads. */
final class Handlers {

    private final Map<String, List<Typed>> byEvent = new ConcurrentHashMap<>();
    private final List<Typed> ofAll = new CopyOnWriteArrayList<>();
    private final List<PresenceHandler> presence = new CopyOnWriteArrayList<>();

    /**
     * One handler.
     *
     * @param type as what the payload is read; null for a handler that takes it as it came
     */
    record Typed(@Nullable Type type, EventHandler<@Nullable Object> handler) {

        static Typed raw(ReceivedHandler handler) {
            return new Typed(null, (payload, received) -> handler.handle(received));
        }

        /** For what is read as this type; the handler must take it. */
        @SuppressWarnings("unchecked")
        static Typed of(Type type, EventHandler<?> handler) {
            return new Typed(type, (EventHandler<@Nullable Object>) handler);
        }

        // Null is what the JSON null is read as, and what a handler that reads nothing gets.
        @SuppressWarnings("NullAway")
        void call(JsonCodec json, Received received) throws Exception {
            handler.handle(type == null ? null : json.read(received.data(), type), received);
        }
    }

    void add(String event, Typed handler) {
        byEvent.computeIfAbsent(event, unknown -> new CopyOnWriteArrayList<>()).add(handler);
    }

    void addForAll(Typed handler) {
        ofAll.add(handler);
    }

    void addPresence(PresenceHandler handler) {
        presence.add(handler);
    }

    List<PresenceHandler> presence() {
        return presence;
    }

    List<Typed> named(String event) {
        return byEvent.getOrDefault(event, List.of());
    }

    List<Typed> of(String event) {
        List<Typed> named = named(event);
        if (ofAll.isEmpty()) {
            return named;
        }
        List<Typed> all = new ArrayList<>(named);
        all.addAll(ofAll);
        return all;
    }
}
