package io.pushcast.spring.auth;

import io.pushcast.auth.AuthFormat;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code pushcast.auth.*}: the endpoints that clients ask.
 *
 * @param enabled Whether there are the endpoints that authorise subscriptions and sign users in.
 * @param path Paths of the endpoint that authorises subscriptions; Laravel Echo asks /broadcasting/auth by default.
 * @param userPath Paths of the endpoint that signs users in; Laravel Echo asks /broadcasting/user-auth by default.
 * @param forms In which formats clients may ask: form and json by POST, query by GET.
 */
@ConfigurationProperties("pushcast.auth")
public record PushcastAuthProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("/pusher/auth") List<String> path,
        @DefaultValue("/pusher/user-auth") List<String> userPath,
        @DefaultValue({"form", "json"}) List<AuthFormat> forms) {

    /** Takes copies. */
    public PushcastAuthProperties {
        path = List.copyOf(path);
        userPath = List.copyOf(userPath);
        forms = List.copyOf(forms);
    }
}
