package io.pushcast.spring.auth;

import io.pushcast.auth.AuthLimits;
import io.pushcast.auth.AuthRequestReader;
import io.pushcast.auth.UserRule;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import java.security.Principal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.convert.ConversionService;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The endpoints that clients ask: {@code POST /pusher/auth}, whether they may subscribe to a private or presence channel,
 * and {@code POST /pusher/user-auth}, as whom they sign in. The user is the request's {@link java.security.Principal}; who
 * may do what is said by {@link io.pushcast.auth.AuthorizeChannel @AuthorizeChannel} and
 * {@link io.pushcast.auth.AuthenticateUser @AuthenticateUser} methods of any bean, by {@link ChannelRulesBuilderCustomizer}
 * beans, and by a bean of the type {@code UserRule<Principal>} in place of the {@code @AuthenticateUser} method. What no
 * rule allows is refused.
 *
 * <p>Such a method's parameters are the {@code Principal} (or a subtype, such as Spring Security's {@code Authentication}:
 * users of another type are refused), what is annotated with Spring Security's {@code @AuthenticationPrincipal} (the same),
 * the {@link io.pushcast.message.SocketId} and, about channels, the {@link io.pushcast.message.ChannelName} and the
 * parameters of the pattern by their names, converted as Spring converts them elsewhere in the web (what can't be converted
 * is refused). About channels it returns a {@code boolean}, a {@link io.pushcast.auth.PresenceMember} or an
 * {@link io.pushcast.auth.AuthDecision}, about users a {@link io.pushcast.auth.SignedInUser}, or an {@code Optional}, a
 * {@code CompletionStage} or a {@code Mono} of these; null and empty refuse. It is called in the thread of the request,
 * which on WebFlux it must not block; a {@code Mono} is subscribed with the request's context there.
 *
 * <p>The endpoints sign for the app without a name. Rules that nobody asks, since there are only apps with names, are told of
 * in the log at the start.
 *
 * <p>A bean {@code pushcastAuthRoutes} of the application's own takes the place of the routes. Without one, a controller of the
 * application's with such a path would never be called, and so ends the start.
 *
 * <p>Spring Security's protection against CSRF leaves the two endpoints alone: they change nothing, and another site can't
 * read what they answer. They are open only to whom the application's security lets in. Routes of the application's own are
 * protected as all else.
 */
@AutoConfiguration(after = PushcastAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@ConditionalOnWebApplication
@ConditionalOnBean(PusherApp.class)
@ConditionalOnBooleanProperty(name = "pushcast.auth.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PushcastAuthProperties.class)
public final class PushcastAuthAutoConfiguration {

    @Bean
    AuthPaths pushcastAuthPaths(PushcastAuthProperties properties) {
        return AuthPaths.of(properties);
    }

    @Bean
    ChannelAuthorization pushcastChannelAuthorization(
            PusherApp app,
            JsonCodec json,
            AuthLimits limits,
            ObjectProvider<EncryptionKeys> encryption,
            ObjectProvider<ChannelRulesBuilderCustomizer> customizers,
            ConfigurableListableBeanFactory beans) {
        return new ChannelAuthorization(
                app,
                json,
                limits,
                encryption.getIfAvailable(),
                customizers.orderedStream().toList(),
                new ChannelRuleMethods(beans, conversion(beans)));
    }

    @Bean
    UserAuthentication pushcastUserAuthentication(
            PusherApp app,
            JsonCodec json,
            AuthLimits limits,
            ObjectProvider<UserRule<Principal>> rule,
            ConfigurableListableBeanFactory beans) {
        return new UserAuthentication(app, json, limits, () -> rule.getIfAvailable(() -> UserRuleMethod.of(beans)));
    }

    @Bean
    AuthRequestReader pushcastAuthRequestReader(JsonCodec json, PushcastAuthProperties properties) {
        return PushcastConfigurationException.checked(
                "pushcast.auth", () -> new AuthRequestReader(json, properties.forms(), "pushcast.auth.forms"));
    }

    /** The one that binds parameters of requests, which knows the application's converters. */
    private static ConversionService conversion(ConfigurableListableBeanFactory beans) {
        for (String name : new String[] {"mvcConversionService", "webFluxConversionService"}) {
            if (beans.containsBean(name)) {
                return beans.getBean(name, ConversionService.class);
            }
        }
        return ApplicationConversionService.getSharedInstance();
    }

    /** On Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DispatcherServlet.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnMissingBean(name = "pushcastAuthRoutes")
    @Import(AuthRoutesConfiguration.class)
    static final class ServletConfiguration {

        @Bean
        RouterFunction<ServerResponse> pushcastAuthRoutes(
                AuthPaths paths, AuthRequestReader reader, ChannelAuthorization channels, UserAuthentication users) {
            return ServletAuthRoutes.of(paths, reader, channels, users);
        }

        @Bean
        WildcardTypeFilter pushcastWildcardTypeFilter(AuthPaths paths, AuthRequestReader reader) {
            return new WildcardTypeFilter(paths.all(), reader);
        }
    }

    /** On Spring WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DispatcherHandler.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnMissingBean(name = "pushcastAuthRoutes")
    @Import(AuthRoutesConfiguration.class)
    static final class ReactiveConfiguration {

        @Bean
        org.springframework.web.reactive.function.server.RouterFunction<
                        org.springframework.web.reactive.function.server.ServerResponse>
                pushcastAuthRoutes(
                        AuthPaths paths,
                        AuthRequestReader reader,
                        ChannelAuthorization channels,
                        UserAuthentication users) {
            return ReactiveAuthRoutes.of(paths, reader, channels, users);
        }
    }
}
