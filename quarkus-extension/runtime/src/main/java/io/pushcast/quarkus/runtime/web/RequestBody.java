package io.pushcast.quarkus.runtime.web;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** Reads the bodies of requests, which Quarkus keeps waiting, up to a limit of their own and into no files. */
public final class RequestBody {

    static final int MALFORMED = 400;
    /** The status for a body that is too long. */
    public static final int TOO_LARGE = 413;

    private final BodyHandler reader;

    /** Of so many bytes at most. */
    public RequestBody(int maxBytes) {
        this.reader = BodyHandler.create(false).setBodyLimit(maxBytes);
    }

    /** Goes on to the next handler when the body is there; answers 413 if it is too long. */
    public void read(RoutingContext exchange) {
        onEventLoop(exchange.request(), () -> {
            resume(exchange.request());
            reader.handle(exchange);
        });
    }

    /** Lets it pass, so that the connection is free for the next request. */
    public void discard(RoutingContext exchange) {
        onEventLoop(exchange.request(), () -> resume(exchange.request()));
    }

    /**
     * Answers for a body that is too long or can't be decoded. Quarkus would take it for an error of the application, and
     * write what strangers send into the log. Other failures are left to it.
     */
    static void refuse(RoutingContext exchange, Handler<RoutingContext> unreadable) {
        int status = exchange.statusCode();
        if ((status != MALFORMED && status != TOO_LARGE) || exchange.response().ended()) {
            exchange.next();
            return;
        }
        unreadable.handle(exchange);
        exchange.response().setStatusCode(status).end();
    }

    private static void resume(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.resume();
        }
    }

    /** Security checks that block have left it. */
    private static void onEventLoop(HttpServerRequest request, Runnable task) {
        if (Context.isOnEventLoopThread()) {
            task.run();
        } else {
            ((ConnectionBase) request.connection()).channel().eventLoop().execute(task);
        }
    }
}
