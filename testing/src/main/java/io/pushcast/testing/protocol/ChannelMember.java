package io.pushcast.testing.protocol;

import com.google.gson.JsonElement;

/** Somebody on a presence channel, who may have several connections. */
public record ChannelMember(String id, JsonElement info) {}
