/** What publishers do as observations of Micrometer's, and traces that go on behind the outbox. */
@NullMarked
package io.pushcast.spring.observation;

import org.jspecify.annotations.NullMarked;
