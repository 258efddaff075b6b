/** Receiving: the {@code @Subscribe} methods of beans, and the application's subscriber. */
@NullMarked
package io.pushcast.quarkus.runtime.subscribe;

import org.jspecify.annotations.NullMarked;
