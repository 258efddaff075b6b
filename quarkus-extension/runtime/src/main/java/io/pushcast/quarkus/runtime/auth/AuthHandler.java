package io.pushcast.quarkus.runtime.auth;

import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.pushcast.auth.ChannelRules;
import io.pushcast.auth.UserAuthEndpoint;
import io.pushcast.quarkus.runtime.web.RequestBody;
import io.pushcast.quarkus.runtime.web.RequestScope;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a client's form to an endpoint, with the user that Quarkus Security has authenticated. On the event loop. */
@Singleton
public class AuthHandler {

    private static final Logger log = LoggerFactory.getLogger(AuthHandler.class);

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MAX_FORM_BYTES = 64 * 1024;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private final ChannelAuthEndpoint<SecurityIdentity> channels;
    private final UserAuthEndpoint<SecurityIdentity> users;
    private final Instance<CurrentIdentityAssociation> currentIdentity;
    private final RequestScope requests;
    private final RequestBody body = new RequestBody(MAX_FORM_BYTES);

    AuthHandler(
            ChannelAuthEndpoint<SecurityIdentity> channels,
            UserAuthEndpoint<SecurityIdentity> users,
            Instance<CurrentIdentityAssociation> currentIdentity,
            RequestScope requests) {
        this.channels = channels;
        this.users = users;
        this.currentIdentity = currentIdentity;
        this.requests = requests;
    }

    /** That keys are missing is said at start, and not to the first who subscribes: the endpoint checks it when it is made. */
    static void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event,
            ChannelRules<SecurityIdentity> rules,
            Instance<ChannelAuthEndpoint<SecurityIdentity>> endpoint) {
        if (rules.patterns().stream().anyMatch(pattern -> pattern.type().isEncrypted())) {
            endpoint.get();
        }
    }

    /**
     * Reads the form and goes on to the next handler. Not by Quarkus' own handler of bodies, which takes much more, and
     * writes uploads of strangers into files.
     */
    void receive(RoutingContext exchange) {
        if (isForm(exchange.request().getHeader("Content-Type"))) {
            body.read(exchange);
            return;
        }
        exchange.response().setStatusCode(UNSUPPORTED_MEDIA_TYPE).end();
        body.discard(exchange);
    }

    /** Told of a form that is too long or can't be decoded. */
    void unreadable(RoutingContext exchange) {
        log.debug(
                "Refused a form: {}",
                exchange.statusCode() == RequestBody.TOO_LARGE
                        ? "it has more than " + MAX_FORM_BYTES + " bytes"
                        : "it can't be decoded");
    }

    /** A client asks to subscribe. */
    void authorizeChannel(RoutingContext exchange) {
        handle(exchange, channels::handle);
    }

    /** A client asks to sign in. */
    void authenticateUser(RoutingContext exchange) {
        handle(exchange, users::handle);
    }

    private void handle(RoutingContext exchange, Endpoint endpoint) {
        Context eventLoop = exchange.vertx().getOrCreateContext();
        Executor onEventLoop = task -> eventLoop.runOnContext(turn -> task.run());
        QuarkusHttpUser.getSecurityIdentity(exchange, null)
                .emitOn(onEventLoop)
                .chain(identity -> Uni.createFrom()
                        .completionStage(() -> requests.run(exchange, () -> decide(exchange, endpoint, identity))))
                .emitOn(onEventLoop)
                .subscribe()
                // If an authentication fails that was put off until now, Quarkus answers with its challenge.
                .with(response -> send(exchange, response), exchange::fail);
    }

    private CompletionStage<AuthResponse> decide(
            RoutingContext exchange, Endpoint endpoint, @Nullable SecurityIdentity identity) {
        Map<String, List<String>> form = fieldsOf(exchange.request().formAttributes());
        if (identity == null || identity.isAnonymous()) {
            return endpoint.handle(form, null);
        }
        if (currentIdentity.isResolvable()) {
            currentIdentity.get().setIdentity(identity);
        }
        return endpoint.handle(form, identity);
    }

    private static boolean isForm(@Nullable String contentType) {
        return contentType != null && contentType.split(";", 2)[0].strip().equalsIgnoreCase(FORM);
    }

    private static void send(RoutingContext exchange, AuthResponse response) {
        if (exchange.response().closed()) {
            return;
        }
        exchange.response()
                .setStatusCode(response.status())
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(response.body());
    }

    private static Map<String, List<String>> fieldsOf(MultiMap form) {
        return form.names().stream().collect(Collectors.toMap(name -> name, form::getAll));
    }

    /** What answers a form; its stages never complete exceptionally. */
    private interface Endpoint {
        CompletionStage<AuthResponse> handle(Map<String, List<String>> form, @Nullable SecurityIdentity user);
    }
}
