package io.pushcast.quarkus.runtime.auth;

import io.pushcast.auth.ChannelRules;
import io.pushcast.auth.UserRule;
import io.pushcast.quarkus.runtime.web.RouteRecorder;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.invoke.Invoker;
import java.util.List;
import java.util.function.Function;

/** Carries the rules, which are found when the application is built, into its start. */
@Recorder
public class AuthRecorder {

    /** For the build. */
    public AuthRecorder() {}

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

    /** Reads what clients ask. */
    public Handler<RoutingContext> authRequests() {
        return RouteRecorder.ifEnabled(exchange -> handler().receive(exchange));
    }

    /** Answers clients that ask to subscribe. */
    public Handler<RoutingContext> channelAuth() {
        return exchange -> handler().authorizeChannel(exchange);
    }

    /** Answers clients that ask to sign in. */
    public Handler<RoutingContext> userAuth() {
        return exchange -> handler().authenticateUser(exchange);
    }

    private static AuthHandler handler() {
        return Arc.requireContainer().select(AuthHandler.class).get();
    }
}
