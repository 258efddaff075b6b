/** What is done about a server that fails: circuit breaker, pauses and retry delays, all on Resilience4j. */
@NullMarked
package io.pushcast.resilience;

import org.jspecify.annotations.NullMarked;
