/** The endpoint that takes webhooks and fires them as CDI events. */
@NullMarked
package io.pushcast.quarkus.runtime.webhook;

import org.jspecify.annotations.NullMarked;
