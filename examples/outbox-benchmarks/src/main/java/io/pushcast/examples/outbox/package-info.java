/** Measures the outbox, and others beside it, on a PostgreSQL that it starts itself. */
@NullMarked
package io.pushcast.examples.outbox;

import org.jspecify.annotations.NullMarked;
