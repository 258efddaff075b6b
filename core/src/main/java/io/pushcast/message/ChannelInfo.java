package io.pushcast.message;

import java.util.OptionalInt;

/**
 * What the server told about a channel when it accepted a message to it, as far as it was asked and knows.
 *
 * @param userCount how many distinct users are there; presence channels only
 * @param subscriptionCount how many connections are subscribed
 */
public record ChannelInfo(OptionalInt userCount, OptionalInt subscriptionCount) {

    /** Nothing was told. */
    public static final ChannelInfo NONE = new ChannelInfo(OptionalInt.empty(), OptionalInt.empty());
}
