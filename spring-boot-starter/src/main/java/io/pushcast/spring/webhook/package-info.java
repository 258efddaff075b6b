/** What Pusher tells the application: the endpoint that takes webhooks and hands them on as Spring's events. */
@NullMarked
package io.pushcast.spring.webhook;

import org.jspecify.annotations.NullMarked;
