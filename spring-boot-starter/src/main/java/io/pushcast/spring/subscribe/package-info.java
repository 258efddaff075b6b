/** Receiving: {@code @Subscribe} methods of beans, the application's {@code Subscriber} and its life. */
@NullMarked
package io.pushcast.spring.subscribe;

import org.jspecify.annotations.NullMarked;
