/** Pusher's webhooks: verified, and read into typed events. */
@NullMarked
package io.pushcast.webhook;

import org.jspecify.annotations.NullMarked;
