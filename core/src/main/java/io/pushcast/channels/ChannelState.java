package io.pushcast.channels;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the server told about a channel, as far as it was asked and knows.
 *
 * @param occupied whether anybody is subscribed
 * @param userCount how many distinct users are there; presence channels only
 * @param subscriptionCount how many connections are subscribed
 * @param cached the event in the channel's cache; empty also if there is none
 */
public record ChannelState(
        boolean occupied, OptionalInt userCount, OptionalInt subscriptionCount, Optional<CachedEvent> cached) {}
