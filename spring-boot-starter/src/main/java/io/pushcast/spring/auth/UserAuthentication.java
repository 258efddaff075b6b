package io.pushcast.spring.auth;

import io.pushcast.auth.AuthLimits;
import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.UserAuthEndpoint;
import io.pushcast.auth.UserRule;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Says as whom users sign in. Its rule is made when all beans are there, and before the web server takes requests.
 */
final class UserAuthentication implements AuthEndpoint, SmartInitializingSingleton {

    private final PusherApp app;
    private final JsonCodec json;
    private final AuthLimits limits;
    private final Supplier<UserRule<Principal>> rule;
    private volatile @Nullable UserAuthEndpoint<Principal> endpoint;

    UserAuthentication(PusherApp app, JsonCodec json, AuthLimits limits, Supplier<UserRule<Principal>> rule) {
        this.app = app;
        this.json = json;
        this.limits = limits;
        this.rule = rule;
    }

    @Override
    public void afterSingletonsInstantiated() {
        endpoint = new UserAuthEndpoint<>(app, rule.get(), json, limits);
    }

    @Override
    public CompletionStage<AuthResponse> handle(Map<String, List<String>> form, @Nullable Principal user) {
        UserAuthEndpoint<Principal> ready = endpoint;
        if (ready == null) {
            throw new IllegalStateException("Asked to sign in before the application has started");
        }
        return ready.handle(form, user == null || SpringSecuritySupport.isNobody(user) ? null : user);
    }
}
