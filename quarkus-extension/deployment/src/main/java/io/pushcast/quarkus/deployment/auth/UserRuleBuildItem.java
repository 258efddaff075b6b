package io.pushcast.quarkus.deployment.auth;

import io.quarkus.builder.item.SimpleBuildItem;
import java.util.Optional;

/** The method of the application that is annotated with {@link io.pushcast.auth.AuthenticateUser}, unless it is wrong. */
public final class UserRuleBuildItem extends SimpleBuildItem {

    private final Optional<CheckedRuleMethod> method;

    UserRuleBuildItem(Optional<CheckedRuleMethod> method) {
        this.method = method;
    }

    Optional<CheckedRuleMethod> method() {
        return method;
    }

    /** The method as it is named in errors and logs; empty if there is none. */
    public Optional<String> description() {
        return method.map(CheckedRuleMethod::description);
    }
}
