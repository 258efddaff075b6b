package io.pushcast.quarkus.runtime;

import io.pushcast.auth.ChannelRules;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.invoke.Invoker;
import java.util.List;
import java.util.function.Consumer;

/** Carries what was found when the application was built into its start. */
@Recorder
public class PushcastRecorder {

    /** For the build. */
    public PushcastRecorder() {}

    /** The types that say where their events go. */
    public RuntimeValue<PublishedTypes> publishedTypes(List<Class<?>> types) {
        return new RuntimeValue<>(new PublishedTypes(types));
    }

    /** No rules yet. */
    public RuntimeValue<ChannelRules.Builder<SecurityIdentity>> rules() {
        return new RuntimeValue<>(ChannelRules.builder());
    }

    /** Adds a method as the rule for a pattern. */
    public void addRule(
            RuntimeValue<ChannelRules.Builder<SecurityIdentity>> rules,
            String pattern,
            String method,
            RuntimeValue<Invoker<?, ?>> invoker,
            List<RuleArgument> arguments) {
        rules.getValue().rule(pattern, new MethodRule(method, invoker.getValue(), arguments));
    }

    /** The rules added. */
    public RuntimeValue<ChannelRules<SecurityIdentity>> build(
            RuntimeValue<ChannelRules.Builder<SecurityIdentity>> rules) {
        return new RuntimeValue<>(rules.getValue().build());
    }

    /** What makes a route one for posted forms. */
    public Consumer<Route> forms(Handler<RoutingContext> bodyHandler) {
        return route -> route.method(HttpMethod.POST).handler(bodyHandler);
    }

    /** Answers clients that ask to subscribe. */
    public Handler<RoutingContext> authHandler() {
        return exchange ->
                Arc.requireContainer().select(ChannelAuthHandler.class).get().handle(exchange);
    }
}
