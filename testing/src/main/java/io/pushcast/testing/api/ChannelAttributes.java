package io.pushcast.testing.api;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the parameter {@code info} asks about channels. */
public record ChannelAttributes(boolean userCount, boolean subscriptionCount, boolean cache) {

    /** Nothing is asked. */
    public static final ChannelAttributes NONE = new ChannelAttributes(false, false, false);

    /** Names separated by commas, such as {@code user_count,subscription_count}. */
    static ChannelAttributes parse(@Nullable String info) throws RefusedException {
        if (info == null || info.isBlank()) {
            return NONE;
        }
        List<String> names = Arrays.stream(info.split(",")).map(String::trim).toList();
        for (String name : names) {
            if (!List.of("user_count", "subscription_count", "cache").contains(name)) {
                throw new RefusedException(
                        400, "'info' asks for '" + name + "'; it can ask for user_count, subscription_count, cache");
            }
        }
        return new ChannelAttributes(
                names.contains("user_count"), names.contains("subscription_count"), names.contains("cache"));
    }
}
