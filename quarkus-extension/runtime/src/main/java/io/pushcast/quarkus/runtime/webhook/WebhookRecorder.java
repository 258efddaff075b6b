package io.pushcast.quarkus.runtime.webhook;

import io.pushcast.quarkus.runtime.web.RouteRecorder;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.Recorder;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Carries the endpoint of webhooks into the start of the application. */
@Recorder
public class WebhookRecorder {

    /** For the build. */
    public WebhookRecorder() {}

    /** Lets those webhooks in that may be ours, and reads them. */
    public Handler<RoutingContext> webhookBodies() {
        return RouteRecorder.ifEnabled(exchange -> handler().receive(exchange));
    }

    /** Takes webhooks. */
    public Handler<RoutingContext> webhooks() {
        return exchange -> handler().handle(exchange);
    }

    private static WebhookHandler handler() {
        return Arc.requireContainer().select(WebhookHandler.class).get();
    }
}
