package io.pushcast.quarkus.runtime.web;

import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.SocketId;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that a client named with its request, in the header {@code X-Socket-ID}: what is published to others
 * leaves it out. None outside a request, and none if the header is missing, repeated or no socket id.
 */
@Singleton
public class CurrentSocket implements Supplier<@Nullable SocketId> {

    private static final Logger log = LoggerFactory.getLogger(CurrentSocket.class);
    private static final String HEADER = "X-Socket-ID";

    private final CurrentVertxRequest request;

    CurrentSocket(CurrentVertxRequest request) {
        this.request = request;
    }

    @Override
    public @Nullable SocketId get() {
        RoutingContext exchange = Arc.requireContainer().requestContext().isActive() ? request.getCurrent() : null;
        return exchange == null ? null : socketOf(exchange.request().headers().getAll(HEADER));
    }

    private static @Nullable SocketId socketOf(List<String> values) {
        if (values.size() != 1) {
            return null;
        }
        try {
            return SocketId.of(values.get(0));
        } catch (InvalidMessageException e) {
            // A client's word, and no reason to fail what it asked for.
            log.debug("The header {} of a request is no socket id, so that everybody sees what it causes", HEADER);
            return null;
        }
    }
}
