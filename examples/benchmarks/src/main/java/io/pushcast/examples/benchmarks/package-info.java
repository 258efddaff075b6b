/** Measures what delivery costs, against Pusher's own clients and in the same run. */
@NullMarked
package io.pushcast.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
