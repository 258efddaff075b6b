/** Health checks, in applications that have SmallRye Health. */
@NullMarked
package io.pushcast.quarkus.runtime.health;

import org.jspecify.annotations.NullMarked;
