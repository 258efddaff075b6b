package io.pushcast.quarkus.runtime.web;

import io.quarkus.runtime.annotations.Recorder;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** Sets up the extension's own routes. */
@Recorder
public class RouteRecorder {

    /** For the build. */
    public RouteRecorder() {}

    /**
     * What makes a route one that is posted to. It alone reads its body: were all bodies read beforehand, nobody could log in
     * with a form any more.
     *
     * @param unreadable is told of a body that is too long or can't be decoded, before that is answered
     */
    public Consumer<Route> posts(Handler<RoutingContext> bodyHandler, Handler<RoutingContext> unreadable) {
        return route -> route.method(HttpMethod.POST)
                .handler(bodyHandler)
                .failureHandler(exchange -> RequestBody.refuse(exchange, unreadable));
    }
}
