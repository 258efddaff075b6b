package io.pushcast.quarkus.deployment.auth;

import io.quarkus.builder.item.SimpleBuildItem;
import java.util.Optional;

/** The method of the application that is annotated with {@link io.pushcast.auth.AuthenticateUser}, unless it is wrong. */
final class UserRuleBuildItem extends SimpleBuildItem {

    private final Optional<CheckedRuleMethod> method;

    UserRuleBuildItem(Optional<CheckedRuleMethod> method) {
        this.method = method;
    }

    Optional<CheckedRuleMethod> method() {
        return method;
    }
}
