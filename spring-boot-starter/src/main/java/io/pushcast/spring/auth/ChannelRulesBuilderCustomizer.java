package io.pushcast.spring.auth;

import io.pushcast.auth.ChannelRules;
import java.security.Principal;

/**
 * Adds rules about who may subscribe to which channel, as code in place of
 * {@link io.pushcast.auth.AuthorizeChannel @AuthorizeChannel} methods. Beans of this type are called in their order, and their
 * rules come before all annotated methods.
 *
 * <pre>{@code
 * @Bean
 * ChannelRulesBuilderCustomizer staffOnly() {
 *     return rules -> rules.rule("private-admin", ChannelRule.when(request -> staff.contains(request.user())));
 * }
 * }</pre>
 */
@FunctionalInterface
public interface ChannelRulesBuilderCustomizer {

    /** Adds rules. */
    void customize(ChannelRules.Builder<Principal> rules);
}
