package io.pushcast.testing;

import java.util.Set;

/** Somebody who signed in on a connection, and whom they watch. */
record ConnectionUser(String id, Set<String> watchlist) {}
