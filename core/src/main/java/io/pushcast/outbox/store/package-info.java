/** What a store of the outbox implements, and the words in which the relay talks to it. */
@NullMarked
package io.pushcast.outbox.store;

import org.jspecify.annotations.NullMarked;
