/** Adds the endpoint that takes webhooks. */
@NullMarked
package io.pushcast.quarkus.deployment.webhook;

import org.jspecify.annotations.NullMarked;
