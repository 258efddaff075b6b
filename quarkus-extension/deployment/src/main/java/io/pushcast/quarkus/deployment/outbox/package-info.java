/** Chooses the datasource of the outbox, and adds it. */
@NullMarked
package io.pushcast.quarkus.deployment.outbox;

import org.jspecify.annotations.NullMarked;
