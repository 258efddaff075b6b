/** Pusher Channels' HTTP API, on the official Java client: the only package that sees {@code com.pusher}. */
@NullMarked
package io.pushcast.pusher;

import org.jspecify.annotations.NullMarked;
