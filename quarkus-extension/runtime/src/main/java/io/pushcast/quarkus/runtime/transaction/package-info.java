/** JTA transactions, as far as messages are bound to them. */
@NullMarked
package io.pushcast.quarkus.runtime.transaction;

import org.jspecify.annotations.NullMarked;
