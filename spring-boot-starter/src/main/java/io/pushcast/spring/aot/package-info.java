/** What a native image must know of Pushcast and of the application's events. */
@NullMarked
package io.pushcast.spring.aot;

import org.jspecify.annotations.NullMarked;
