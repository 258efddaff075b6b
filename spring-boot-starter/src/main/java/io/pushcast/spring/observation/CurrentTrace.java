package io.pushcast.spring.observation;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The trace under which the calling thread is publishing a message, as headers: what the outbox stores beside it. */
final class CurrentTrace implements Supplier<Map<String, String>> {

    private static final ThreadLocal<@Nullable Map<String, String>> HEADERS = new ThreadLocal<>();

    <T> T during(Map<String, String> current, Supplier<T> work) {
        HEADERS.set(current);
        try {
            return work.get();
        } finally {
            HEADERS.remove();
        }
    }

    @Override
    public Map<String, String> get() {
        Map<String, String> current = HEADERS.get();
        return current == null ? Map.of() : current;
    }
}
