/**
 * Receiving: a connection to the server, subscriptions signed in the process, typed handlers, presence, gaps. Knows Pusher's
 * protocol, and leaves the socket to {@code io.pushcast.http}.
 */
@NullMarked
package io.pushcast.subscribe;

import org.jspecify.annotations.NullMarked;
