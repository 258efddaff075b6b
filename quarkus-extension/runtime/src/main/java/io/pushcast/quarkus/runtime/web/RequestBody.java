package io.pushcast.quarkus.runtime.web;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/** Reads the bodies of requests, which Quarkus keeps waiting, up to a limit of their own and into no files. */
public final class RequestBody {

    private static final String KEY = RequestBody.class.getName();

    private final int maxBytes;

    /** Reads bodies of at most that many bytes. */
    public RequestBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Goes on to the next handler when the body is there, for which {@link #of} then gives it.
     *
     * @param tooLarge answers if it is too long
     */
    public void read(RoutingContext exchange, Runnable tooLarge) {
        onEventLoop(exchange.request(), () -> {
            HttpServerRequest request = exchange.request();
            if (request.isEnded()) {
                exchange.next();
                return;
            }
            Reading reading = new Reading(exchange, tooLarge);
            request.handler(reading::add);
            request.endHandler(end -> reading.end());
            resume(request);
        });
    }

    /** What was read; empty if there was nothing. */
    public static byte[] of(RoutingContext exchange) {
        Buffer read = exchange.get(KEY);
        return read == null ? new byte[0] : read.getBytes();
    }

    /** Lets it pass, so that the connection is free for the next request. */
    public void discard(RoutingContext exchange) {
        onEventLoop(exchange.request(), () -> resume(exchange.request()));
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

    /** One body, of which what comes after the limit is not kept. */
    private final class Reading {

        private final RoutingContext exchange;
        private final Runnable tooLarge;
        private final Buffer read = Buffer.buffer();
        private boolean refused;

        Reading(RoutingContext exchange, Runnable tooLarge) {
            this.exchange = exchange;
            this.tooLarge = tooLarge;
        }

        void add(Buffer chunk) {
            if (refused) {
                return;
            }
            if (read.length() + (long) chunk.length() > maxBytes) {
                refused = true;
                tooLarge.run();
            } else {
                read.appendBuffer(chunk);
            }
        }

        void end() {
            if (!refused) {
                exchange.put(KEY, read);
                exchange.next();
            }
        }
    }
}
