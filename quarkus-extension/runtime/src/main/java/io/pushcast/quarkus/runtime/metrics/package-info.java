/** Meters, in applications that have Micrometer. */
@NullMarked
package io.pushcast.quarkus.runtime.metrics;

import org.jspecify.annotations.NullMarked;
