package io.pushcast.testing.api;

import io.pushcast.message.ChannelMessage;

/** One event that a request publishes, and what the sender wants to know about its channels. */
public record PublishedEvent(ChannelMessage message, ChannelAttributes wanted) {}
