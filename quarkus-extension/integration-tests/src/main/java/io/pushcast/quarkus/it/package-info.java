/** A shop that uses the extension as an application would. */
@NullMarked
package io.pushcast.quarkus.it;

import org.jspecify.annotations.NullMarked;
