/** Decides what is sent when: batches, order within a key, the bounded buffer, deadlines, flush and close. */
@NullMarked
package io.pushcast.delivery;

import org.jspecify.annotations.NullMarked;
