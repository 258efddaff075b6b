package io.pushcast.spring.auth;

import io.pushcast.auth.AuthLimits;
import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.ChannelRules;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import io.pushcast.spring.AuthorizedChannels;
import io.pushcast.spring.PushcastConfigurationException;
import java.security.Principal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Decides who may subscribe to which channel, for both web stacks. Its rules are made when all beans are there, and before
 * the web server takes requests.
 */
final class ChannelAuthorization implements AuthEndpoint, AuthorizedChannels, SmartInitializingSingleton {

    private final PusherApp app;
    private final JsonCodec json;
    private final AuthLimits limits;
    private final @Nullable EncryptionKeys encryption;
    private final List<ChannelRulesBuilderCustomizer> customizers;
    private final ChannelRuleMethods methods;
    private volatile @Nullable ChannelAuthEndpoint<Principal> endpoint;
    private volatile Map<String, String> authorizers = Map.of();

    ChannelAuthorization(
            PusherApp app,
            JsonCodec json,
            AuthLimits limits,
            @Nullable EncryptionKeys encryption,
            List<ChannelRulesBuilderCustomizer> customizers,
            ChannelRuleMethods methods) {
        this.app = app;
        this.json = json;
        this.limits = limits;
        this.encryption = encryption;
        this.customizers = customizers;
        this.methods = methods;
    }

    @Override
    public void afterSingletonsInstantiated() {
        ChannelRules.Builder<Principal> rules = ChannelRules.builder();
        customizers.forEach(customizer -> customizer.customize(rules));
        Map<String, String> byMethods = methods.addTo(rules);
        try {
            ChannelRules<Principal> all = rules.build();
            endpoint = new ChannelAuthEndpoint<>(app, all, json, limits, encryption);
            authorizers = authorizers(all, byMethods);
        } catch (IllegalStateException e) {
            throw new PushcastConfigurationException(
                    String.valueOf(e.getMessage()),
                    "Look at the @AuthorizeChannel methods and ChannelRulesBuilderCustomizer beans with these patterns."
                            + " Rules of the latter come first. Keys are a bean of the type EncryptionKeys.",
                    e);
        }
    }

    private static Map<String, String> authorizers(ChannelRules<Principal> rules, Map<String, String> byMethods) {
        Map<String, String> authorizers = new LinkedHashMap<>();
        for (ChannelPattern pattern : rules.patterns()) {
            String text = pattern.toString();
            authorizers.put(text, byMethods.getOrDefault(text, ChannelRulesBuilderCustomizer.class.getSimpleName()));
        }
        return Collections.unmodifiableMap(authorizers);
    }

    /** In the order in which they are asked. */
    @Override
    public Map<String, String> authorizers() {
        return authorizers;
    }

    @Override
    public CompletionStage<AuthResponse> handle(Map<String, List<String>> form, @Nullable Principal user) {
        ChannelAuthEndpoint<Principal> ready = endpoint;
        if (ready == null) {
            throw new IllegalStateException("Asked for a channel before the application has started");
        }
        return ready.handle(form, user == null || SpringSecuritySupport.isNobody(user) ? null : user);
    }
}
