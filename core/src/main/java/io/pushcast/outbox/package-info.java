/** Messages stored in the business transaction, and the relay that delivers them after it, shared by all instances. */
@NullMarked
package io.pushcast.outbox;

import org.jspecify.annotations.NullMarked;
