package io.pushcast.testing;

import com.google.gson.JsonElement;

/** Somebody on a presence channel, who may have several connections. */
record ChannelMember(String id, JsonElement info) {}
