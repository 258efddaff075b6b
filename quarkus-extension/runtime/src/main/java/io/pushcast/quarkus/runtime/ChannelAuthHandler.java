package io.pushcast.quarkus.runtime;

import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.quarkus.arc.Arc;
import io.quarkus.arc.InjectableContext;
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
            decide(exchange, identity).thenAccept(response -> send(exchange, response));
            return;
        }
        InjectableContext.ContextState state = requestContext.activate();
        try {
            decide(exchange, identity).thenAccept(response -> {
                // A rule may have answered later, on another thread.
                requestContext.destroy(state);
                send(exchange, response);
            });
        } finally {
            requestContext.deactivate();
        }
    }

    private CompletionStage<AuthResponse> decide(RoutingContext exchange, @Nullable SecurityIdentity identity) {
        Map<String, List<String>> form = fieldsOf(exchange.request().formAttributes());
        if (identity == null || identity.isAnonymous()) {
            return endpoint.handle(form, null);
        }
        if (currentIdentity.isResolvable()) {
            currentIdentity.get().setIdentity(identity);
        }
        return endpoint.handle(form, identity);
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
