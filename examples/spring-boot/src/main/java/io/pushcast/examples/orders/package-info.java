/** An order service whose orders are seen live by the customer who placed them. */
@NullMarked
package io.pushcast.examples.orders;

import org.jspecify.annotations.NullMarked;
