package io.pushcast.quarkus.deployment;

import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** A page of an application, which a developer changes. */
@Singleton
public class ChangedPage {

    void add(@Observes Router router) {
        router.get("/page").handler(exchange -> exchange.response().end("before"));
    }
}
