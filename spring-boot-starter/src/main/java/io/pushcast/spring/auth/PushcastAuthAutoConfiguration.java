package io.pushcast.spring.auth;

import io.pushcast.auth.AuthLimits;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import io.pushcast.spring.PushcastAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.ConversionService;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * The endpoint {@code POST /pusher/auth}, where clients ask whether they may subscribe to a private or presence channel. The
 * user is the request's {@link java.security.Principal}; who may do what is said by
 * {@link io.pushcast.auth.AuthorizeChannel @AuthorizeChannel} methods of any bean and by
 * {@link ChannelRulesBuilderCustomizer} beans. What no rule allows is refused.
 *
 * <p>Such a method's parameters are the {@code Principal} (or a subtype: users of another type are refused), the
 * {@link io.pushcast.message.ChannelName}, the {@link io.pushcast.message.SocketId}, and the parameters of the pattern by
 * their names, converted as Spring converts them elsewhere in the web (what can't be converted is refused). It returns a
 * {@code boolean}, a {@link io.pushcast.auth.PresenceMember} or an {@link io.pushcast.auth.AuthDecision}, an
 * {@code Optional} or a {@code CompletionStage} of these; null and empty refuse. It is called in the thread of the request,
 * which on WebFlux it must not block.
 */
@AutoConfiguration(after = PushcastAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnBean(PusherApp.class)
@ConditionalOnBooleanProperty(name = "pushcast.auth.enabled", matchIfMissing = true)
public final class PushcastAuthAutoConfiguration {

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
                new MethodRules(beans, conversion(beans)));
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
    static final class ServletConfiguration {

        @Bean
        ChannelAuthController pushcastChannelAuthController(ChannelAuthorization authorization) {
            return new ChannelAuthController(authorization);
        }
    }

    /** On Spring WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DispatcherHandler.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static final class ReactiveConfiguration {

        @Bean
        ReactiveChannelAuthController pushcastChannelAuthController(ChannelAuthorization authorization) {
            return new ReactiveChannelAuthController(authorization);
        }
    }
}
