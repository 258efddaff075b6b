/** Spans, and the trace in the outbox, in applications that have OpenTelemetry. */
@NullMarked
package io.pushcast.quarkus.runtime.tracing;

import org.jspecify.annotations.NullMarked;
