/** What health checks say of publishers and the outbox, whatever framework asks. */
@NullMarked
package io.pushcast.health;

import org.jspecify.annotations.NullMarked;
