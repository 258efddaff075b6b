/** Meters and spans, and the trace in the outbox, in applications that have Micrometer or OpenTelemetry. */
@NullMarked
package io.pushcast.quarkus.runtime.observation;

import org.jspecify.annotations.NullMarked;
