package io.pushcast.testing;

import com.google.gson.JsonElement;

/** Somebody on a presence channel, who may have several connections. */
record Member(String id, JsonElement info) {}
