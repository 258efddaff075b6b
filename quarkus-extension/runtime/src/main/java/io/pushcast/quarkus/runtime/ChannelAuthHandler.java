package io.pushcast.quarkus.runtime;

import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings a client's form to the endpoint, with the user that Quarkus Security has authenticated. */
@Singleton
public class ChannelAuthHandler {

    private final ChannelAuthEndpoint<SecurityIdentity> endpoint;
    private final Instance<CurrentIdentityAssociation> currentIdentity;

    ChannelAuthHandler(
            ChannelAuthEndpoint<SecurityIdentity> endpoint, Instance<CurrentIdentityAssociation> currentIdentity) {
        this.endpoint = endpoint;
        this.currentIdentity = currentIdentity;
    }

    /** On a thread that may block: rules may ask a database. */
    void handle(RoutingContext exchange) {
        SecurityIdentity identity = QuarkusHttpUser.getSecurityIdentityBlocking(exchange, null);
        ManagedContext requestContext = Arc.requireContainer().requestContext();
        if (requestContext.isActive()) {
            answer(exchange, identity);
            return;
        }
        requestContext.activate();
        try {
            answer(exchange, identity);
        } finally {
            requestContext.terminate();
        }
    }

    private void answer(RoutingContext exchange, @Nullable SecurityIdentity identity) {
        boolean known = identity != null && !identity.isAnonymous();
        if (known && currentIdentity.isResolvable()) {
            currentIdentity.get().setIdentity(identity);
        }
        CompletionStage<AuthResponse> answer =
                endpoint.handle(fieldsOf(exchange.request().formAttributes()), known ? identity : null);
        answer.thenAccept(response -> send(exchange, response));
    }

    private static void send(RoutingContext exchange, AuthResponse response) {
        exchange.response()
                .setStatusCode(response.status())
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(response.body());
    }

    private static Map<String, List<String>> fieldsOf(MultiMap form) {
        return form.names().stream().collect(Collectors.toMap(name -> name, form::getAll));
    }
}
