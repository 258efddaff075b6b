/** An inventory service on Quarkus whose stock is seen live. */
@NullMarked
package io.pushcast.examples.inventory;

import org.jspecify.annotations.NullMarked;
