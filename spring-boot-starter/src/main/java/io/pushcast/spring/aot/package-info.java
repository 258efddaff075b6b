/** What a native image must know of Pushcast itself. */
@NullMarked
package io.pushcast.spring.aot;

import org.jspecify.annotations.NullMarked;
