/** The {@code @Subscribe} methods of beans, found and checked at build time. */
@NullMarked
package io.pushcast.quarkus.deployment.subscribe;

import org.jspecify.annotations.NullMarked;
