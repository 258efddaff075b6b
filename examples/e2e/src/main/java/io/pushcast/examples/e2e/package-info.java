/** Starts the real things: a Pusher-compatible server that nobody here wrote, and a browser. */
@NullMarked
package io.pushcast.examples.e2e;

import org.jspecify.annotations.NullMarked;
