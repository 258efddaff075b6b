package io.pushcast.quarkus.runtime.auth;

import io.pushcast.auth.AuthFormat;
import io.pushcast.auth.AuthRequestException;
import io.pushcast.auth.AuthRequestReader;
import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.pushcast.auth.ChannelRules;
import io.pushcast.auth.UserAuthEndpoint;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.pushcast.quarkus.runtime.web.RequestBody;
import io.pushcast.quarkus.runtime.web.RequestScope;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Brings a client's form to an endpoint, with the user that Quarkus Security has authenticated. On the event loop. */
@Singleton
public class AuthHandler {

    private static final String FORMAT = AuthHandler.class.getName() + ".format";
    private static final int METHOD_NOT_ALLOWED = 405;

    private final ChannelAuthEndpoint<SecurityIdentity> channels;
    private final UserAuthEndpoint<SecurityIdentity> users;
    private final Instance<CurrentIdentityAssociation> currentIdentity;
    private final RequestScope requests;
    private final AuthRequestReader reader;
    private final RequestBody body;

    AuthHandler(
            ChannelAuthEndpoint<SecurityIdentity> channels,
            UserAuthEndpoint<SecurityIdentity> users,
            Instance<CurrentIdentityAssociation> currentIdentity,
            RequestScope requests,
            AuthRequestReader reader) {
        this.channels = channels;
        this.users = users;
        this.currentIdentity = currentIdentity;
        this.requests = requests;
        this.reader = reader;
        this.body = new RequestBody(reader.maxBodyBytes());
    }

    /** That keys are missing is said at start, and not to the first who subscribes: the endpoint checks it when it is made. */
    static void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event,
            PushcastConfig config,
            ChannelRules<SecurityIdentity> rules,
            Instance<ChannelAuthEndpoint<SecurityIdentity>> endpoint) {
        if (config.enabled()
                && rules.patterns().stream().anyMatch(pattern -> pattern.type().isEncrypted())) {
            endpoint.get();
        }
    }

    /**
     * Reads the body and goes on to the next handler. Not by Quarkus' own handler of bodies, which takes much more, and writes
     * uploads of strangers into files.
     */
    void receive(RoutingContext exchange) {
        try {
            AuthFormat format = reader.format(
                    exchange.request().method().name(), exchange.request().getHeader("Content-Type"));
            exchange.put(FORMAT, format);
            body.read(exchange, () -> send(exchange, reader.tooLarge().response()));
        } catch (AuthRequestException e) {
            send(exchange, e.response());
            body.discard(exchange);
        }
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
        Cancellable answering = QuarkusHttpUser.getSecurityIdentity(exchange, null)
                .emitOn(onEventLoop)
                .chain(identity -> Uni.createFrom()
                        .completionStage(() -> requests.run(exchange, () -> decide(exchange, endpoint, identity))))
                .emitOn(onEventLoop)
                .subscribe()
                // If an authentication fails that was put off until now, Quarkus answers with its challenge.
                .with(response -> send(exchange, response), exchange::fail);
        // Nobody waits for rules that have not answered when the client goes.
        exchange.addEndHandler(ended -> answering.cancel());
    }

    private CompletionStage<AuthResponse> decide(
            RoutingContext exchange, Endpoint endpoint, @Nullable SecurityIdentity identity) {
        Map<String, List<String>> form;
        try {
            form = fieldsOf(exchange);
        } catch (AuthRequestException e) {
            return CompletableFuture.completedFuture(e.response());
        }
        if (identity == null || identity.isAnonymous()) {
            return endpoint.handle(form, null);
        }
        if (currentIdentity.isResolvable()) {
            currentIdentity.get().setIdentity(identity);
        }
        return endpoint.handle(form, identity);
    }

    private static void send(RoutingContext exchange, AuthResponse response) {
        if (exchange.response().closed()) {
            return;
        }
        if (response.status() == METHOD_NOT_ALLOWED) {
            exchange.response().putHeader("Allow", "POST");
        }
        exchange.response()
                .setStatusCode(response.status())
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(response.body());
    }

    private Map<String, List<String>> fieldsOf(RoutingContext exchange) {
        AuthFormat format = exchange.get(FORMAT);
        String query = exchange.request().query();
        return format == AuthFormat.QUERY
                ? reader.fields(format, query == null ? new byte[0] : query.getBytes(StandardCharsets.ISO_8859_1))
                : reader.fields(format, RequestBody.of(exchange));
    }

    /** What answers a form; its stages never complete exceptionally. */
    private interface Endpoint {
        CompletionStage<AuthResponse> handle(Map<String, List<String>> form, @Nullable SecurityIdentity user);
    }
}
