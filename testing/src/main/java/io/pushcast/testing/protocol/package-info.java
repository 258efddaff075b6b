/**
 * The channels, connections and subscriptions of an {@link io.pushcast.testing.EmbeddedPusher}, and what its clients may ask
 * for. Part of the server: applications and tests use {@link io.pushcast.testing}.
 */
@NullMarked
package io.pushcast.testing.protocol;

import org.jspecify.annotations.NullMarked;
