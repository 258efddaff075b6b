package io.pushcast.quarkus.runtime.web;

import io.pushcast.quarkus.runtime.PushcastConfig;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.annotations.Recorder;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** Sets up the extension's own routes. */
@Recorder
public class RouteRecorder {

    private static final int NOT_FOUND = 404;

    /** For the build. */
    public RouteRecorder() {}

    /**
     * What makes a route one that is posted to. It alone reads its body: were all bodies read beforehand, nobody could log in
     * with a form any more.
     */
    public Consumer<Route> posts(Handler<RoutingContext> bodyHandler) {
        return route -> route.method(HttpMethod.POST).handler(bodyHandler);
    }

    /** The same for a route that is asked by GET, too. */
    public Consumer<Route> postsAndGets(Handler<RoutingContext> bodyHandler) {
        return route -> route.method(HttpMethod.POST).method(HttpMethod.GET).handler(bodyHandler);
    }

    /** Answers 404 where {@code quarkus.pushcast.enabled} is false. */
    public static Handler<RoutingContext> ifEnabled(Handler<RoutingContext> handler) {
        return exchange -> {
            if (Arc.requireContainer().select(PushcastConfig.class).get().enabled()) {
                handler.handle(exchange);
            } else {
                exchange.response().setStatusCode(NOT_FOUND).end();
            }
        };
    }
}
