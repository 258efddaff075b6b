/** Spring's transactions, as far as messages are bound to them. */
@NullMarked
package io.pushcast.spring.transaction;

import org.jspecify.annotations.NullMarked;
