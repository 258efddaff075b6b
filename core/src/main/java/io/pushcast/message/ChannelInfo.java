package io.pushcast.message;

import java.util.Collection;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What the server told about a channel when it accepted a message to it, as far as it was asked and knows.
 *
 * @param userCount how many distinct users are there; presence channels only
 * @param subscriptionCount how many connections are subscribed
 */
public record ChannelInfo(OptionalInt userCount, OptionalInt subscriptionCount) {

    /** Nothing was told. */
    public static final ChannelInfo NONE = new ChannelInfo(OptionalInt.empty(), OptionalInt.empty());

    /**
     * What a server can be asked to tell about a channel.
     *
     * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">Pusher's HTTP API, {@code info}</a>
     */
    public enum Attribute {
        /** How many distinct users are there. Presence channels only. */
        USER_COUNT("user_count"),
        /** How many connections are subscribed. Pusher tells it only if the app's settings in its dashboard say so. */
        SUBSCRIPTION_COUNT("subscription_count"),
        /** The event in the channel's cache. Cache channels only, and only when one channel is asked for. */
        CACHE("cache");

        private final String wireName;

        Attribute(String wireName) {
            this.wireName = wireName;
        }

        /** The name in Pusher's HTTP API. */
        public String wireName() {
            return wireName;
        }

        /** The value of the parameter {@code info} that asks for these, in their order. */
        public static String info(Collection<Attribute> attributes) {
            return attributes.stream()
                    .distinct()
                    .sorted()
                    .map(Attribute::wireName)
                    .collect(Collectors.joining(","));
        }
    }
}
