package io.pushcast.testing.protocol;

import java.util.Set;

/** Somebody who signed in on a connection, and whom they watch. */
public record ConnectionUser(String id, Set<String> watchlist) {}
