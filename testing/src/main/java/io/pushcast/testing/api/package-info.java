/**
 * Requests to the HTTP API of an {@link io.pushcast.testing.EmbeddedPusher}: how they are read, checked and answered. Part of
 * the server: applications and tests use {@link io.pushcast.testing}.
 */
@NullMarked
package io.pushcast.testing.api;

import org.jspecify.annotations.NullMarked;
