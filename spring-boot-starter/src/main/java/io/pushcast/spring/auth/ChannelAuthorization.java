package io.pushcast.spring.auth;

import io.pushcast.auth.AuthLimits;
import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.pushcast.auth.ChannelRules;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import io.pushcast.spring.PushcastConfigurationException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Decides who may subscribe to which channel, for both web stacks. Its rules are made when all beans are there, and before
 * the web server takes requests.
 */
final class ChannelAuthorization implements AuthEndpoint, SmartInitializingSingleton {

    private final PusherApp app;
    private final JsonCodec json;
    private final AuthLimits limits;
    private final @Nullable EncryptionKeys encryption;
    private final List<ChannelRulesBuilderCustomizer> customizers;
    private final MethodRules methods;
    private volatile @Nullable ChannelAuthEndpoint<Principal> endpoint;

    ChannelAuthorization(
            PusherApp app,
            JsonCodec json,
            AuthLimits limits,
            @Nullable EncryptionKeys encryption,
            List<ChannelRulesBuilderCustomizer> customizers,
            MethodRules methods) {
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
        methods.addTo(rules);
        try {
            endpoint = new ChannelAuthEndpoint<>(app, rules.build(), json, limits, encryption);
        } catch (IllegalStateException e) {
            throw new PushcastConfigurationException(
                    String.valueOf(e.getMessage()),
                    "Look at the @AuthorizeChannel methods and ChannelRulesBuilderCustomizer beans with these patterns."
                            + " Rules of the latter come first. Keys are a bean of the type EncryptionKeys.",
                    e);
        }
    }

    @Override
    public CompletionStage<AuthResponse> handle(Map<String, List<String>> form, @Nullable Principal user) {
        ChannelAuthEndpoint<Principal> ready = endpoint;
        if (ready == null) {
            throw new IllegalStateException("Asked for a channel before the application has started");
        }
        return ready.handle(form, user == null || Security.isNobody(user) ? null : user);
    }
}
