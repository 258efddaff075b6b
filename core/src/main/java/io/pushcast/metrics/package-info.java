/** What a delivery does, as Micrometer's meters. */
@NullMarked
package io.pushcast.metrics;

import org.jspecify.annotations.NullMarked;
