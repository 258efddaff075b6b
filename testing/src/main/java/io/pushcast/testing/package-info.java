/** Servers and recordings for developing and testing applications that use Pushcast; never for production. */
@NullMarked
package io.pushcast.testing;

import org.jspecify.annotations.NullMarked;
