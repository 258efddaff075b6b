package io.pushcast.quarkus.deployment.auth;

import io.quarkus.builder.item.SimpleBuildItem;
import java.util.List;

/** The methods of the application that are annotated with {@link io.pushcast.auth.AuthorizeChannel}, without the wrong. */
public final class ChannelRulesBuildItem extends SimpleBuildItem {

    private final List<RuleMethod> methods;

    ChannelRulesBuildItem(List<RuleMethod> methods) {
        this.methods = List.copyOf(methods);
    }

    /** Each with its patterns. */
    public List<RuleMethod> methods() {
        return methods;
    }
}
