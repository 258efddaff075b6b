package io.pushcast.channels;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what servers tell about channels, in whatever form: members that are missing, numbers and truths as texts, and
 * arrays for empty objects, as PHP writes them.
 */
final class StateReader {

    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    private StateReader() {}

    /** The channels of an answer to {@code /channels}, all of which are occupied. */
    static Map<String, ChannelState> channels(@Nullable Object answer) {
        Map<String, ChannelState> states = new LinkedHashMap<>();
        Object channels = object(answer).get("channels");
        if (channels instanceof List<?> names) {
            names.forEach(name -> text(name).ifPresent(known -> states.put(known, state(Map.of(), true))));
        } else {
            object(channels).forEach((name, state) -> states.put(String.valueOf(name), state(object(state), true)));
        }
        return states;
    }

    /** The channel of an answer to {@code /channels/{name}}. */
    static ChannelState channel(@Nullable Object answer) {
        Map<?, ?> channel = object(answer);
        Object occupied = channel.get("occupied");
        return state(channel, occupied == null ? isCounted(channel) : isTrue(occupied));
    }

    /** The ids of an answer to {@code /channels/{name}/users}, each once. */
    static List<String> users(@Nullable Object answer) {
        Object users = object(answer).get("users");
        Collection<?> all = users instanceof List<?> list ? list : object(users).values();
        Set<String> ids = new LinkedHashSet<>();
        for (Object user : all) {
            text(user instanceof Map<?, ?> fields ? fields.get("id") : user).ifPresent(ids::add);
        }
        return List.copyOf(ids);
    }

    private static ChannelState state(Map<?, ?> channel, boolean occupied) {
        return new ChannelState(
                occupied,
                count(channel.get("user_count")),
                count(channel.get("subscription_count")),
                cached(object(channel.get("cache"))));
    }

    private static Optional<CachedEvent> cached(Map<?, ?> cache) {
        OptionalInt seconds = count(cache.get("ttl"));
        return text(cache.get("data"))
                .map(data -> new CachedEvent(
                        text(cache.get("event")),
                        data,
                        seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsInt())) : Optional.empty()));
    }

    private static boolean isCounted(Map<?, ?> channel) {
        return count(channel.get("subscription_count")).orElse(0) > 0
                || count(channel.get("user_count")).orElse(0) > 0;
    }

    private static boolean isTrue(Object value) {
        String text = value.toString();
        return text.equals("true") || text.equals("1");
    }

    private static OptionalInt count(@Nullable Object value) {
        String text = text(value).orElse("");
        return COUNT.matcher(text).matches() ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private static Optional<String> text(@Nullable Object value) {
        return value instanceof String || value instanceof Number ? Optional.of(value.toString()) : Optional.empty();
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> object ? object : Map.of();
    }
}
