/** The words every stage shares: messages, channel names, what became of a message, and what can be wrong with one. */
@NullMarked
package io.pushcast.message;

import org.jspecify.annotations.NullMarked;
