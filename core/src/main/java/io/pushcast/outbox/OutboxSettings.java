package io.pushcast.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What {@link Outbox.Builder} was told. */
record OutboxSettings(
        @Nullable String name,
        boolean relay,
        Duration leaseTime,
        Duration shortestPoll,
        Duration longestPoll,
        Duration overlap,
        int windowMessages,
        long windowBytes,
        AfterDeadLetter afterDeadLetter,
        @Nullable Duration retention,
        Supplier<Map<String, String>> headers,
        List<OutboxListener> listeners) {}
