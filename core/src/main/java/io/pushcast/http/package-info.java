/**
 * An HTTP/1.1 client on Netty's codecs: a pool of connections to one server. It knows nothing of Pusher, and is the only
 * package that sees Netty.
 */
@NullMarked
package io.pushcast.http;

import org.jspecify.annotations.NullMarked;
