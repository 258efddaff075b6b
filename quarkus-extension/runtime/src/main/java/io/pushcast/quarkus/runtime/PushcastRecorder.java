package io.pushcast.quarkus.runtime;

import io.pushcast.auth.ChannelRules;
import io.pushcast.auth.UserRule;
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
import java.util.function.Function;

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

    /** How a method is called. */
    public RuntimeValue<RuleInvocation> call(
            String method, RuntimeValue<Invoker<?, ?>> invoker, InvocationThread thread) {
        return new RuntimeValue<>(new RuleInvocation(method, invoker.getValue(), thread));
    }

    /** What a bean converts, by its identifier. */
    public RuntimeValue<Function<String, Object>> converter(String bean) {
        return new RuntimeValue<>(new ConverterBean(bean));
    }

    /** Adds a method as the rule for a pattern. */
    public void addRule(
            RuntimeValue<ChannelRules.Builder<SecurityIdentity>> rules,
            String pattern,
            RuntimeValue<RuleInvocation> call,
            List<RuleArgument> arguments) {
        rules.getValue().rule(pattern, new RecordedChannelRule(call.getValue(), arguments));
    }

    /** The rules added. */
    public RuntimeValue<ChannelRules<SecurityIdentity>> build(
            RuntimeValue<ChannelRules.Builder<SecurityIdentity>> rules) {
        return new RuntimeValue<>(rules.getValue().build());
    }

    /** The rule by which users sign in. */
    public RuntimeValue<UserRule<SecurityIdentity>> userRule(
            RuntimeValue<RuleInvocation> call, List<RuleArgument> arguments) {
        return new RuntimeValue<>(new RecordedUserRule(call.getValue(), arguments));
    }

    /** Nobody may sign in. */
    public RuntimeValue<UserRule<SecurityIdentity>> noUserRule() {
        return new RuntimeValue<>(new NoUserRule());
    }

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

    /** Reads the forms of clients that ask. */
    public Handler<RoutingContext> authForms() {
        return exchange -> bean(AuthHandler.class).receive(exchange);
    }

    /** Says that a form can't be read. */
    public Handler<RoutingContext> unreadableForms() {
        return exchange -> bean(AuthHandler.class).unreadable(exchange);
    }

    /** Answers clients that ask to subscribe. */
    public Handler<RoutingContext> channelAuth() {
        return exchange -> bean(AuthHandler.class).authorizeChannel(exchange);
    }

    /** Answers clients that ask to sign in. */
    public Handler<RoutingContext> userAuth() {
        return exchange -> bean(AuthHandler.class).authenticateUser(exchange);
    }

    /** Lets those webhooks in that may be ours, and reads them. */
    public Handler<RoutingContext> webhookBodies() {
        return exchange -> bean(WebhookHandler.class).receive(exchange);
    }

    /** Says that a webhook can't be read. */
    public Handler<RoutingContext> unreadableWebhooks() {
        return exchange -> bean(WebhookHandler.class).unreadable(exchange);
    }

    /** Takes webhooks. */
    public Handler<RoutingContext> webhooks() {
        return exchange -> bean(WebhookHandler.class).handle(exchange);
    }

    private static <T> T bean(Class<T> type) {
        return Arc.requireContainer().select(type).get();
    }
}
