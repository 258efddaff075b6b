/** Publishing: the publisher's beans, events on their way to it, and the transactions they are bound to. */
@NullMarked
package io.pushcast.quarkus.runtime.event;

import org.jspecify.annotations.NullMarked;
