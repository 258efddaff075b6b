package io.pushcast.spring.security;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

/**
 * Has Spring Security's protection against CSRF leave Pushcast's endpoints alone, which pusher-js and Pusher call without a
 * token. Who may call them stays what the application's security says. On WebFlux, a matcher that the application gives to
 * {@code csrf.requireCsrfProtectionMatcher(…)} takes the place of this.
 */
@AutoConfiguration(
        afterName = {
            "io.pushcast.spring.auth.PushcastAuthAutoConfiguration",
            "io.pushcast.spring.webhook.PushcastWebhookAutoConfiguration"
        },
        beforeName = {
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration"
        })
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@ConditionalOnWebApplication
@ConditionalOnBean(CsrfFreePaths.class)
public final class PushcastSecurityAutoConfiguration {

    private static String[] all(ObjectProvider<CsrfFreePaths> endpoints) {
        return endpoints.orderedStream().flatMap(each -> each.paths().stream()).toArray(String[]::new);
    }

    /** On Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HttpSecurity.class, CsrfConfigurer.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static final class ServletConfiguration {

        @Bean
        Customizer<CsrfConfigurer<HttpSecurity>> pushcastCsrf(ObjectProvider<CsrfFreePaths> endpoints) {
            return csrf -> csrf.ignoringRequestMatchers(all(endpoints));
        }
    }

    /** On Spring WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({ServerHttpSecurity.class, CsrfWebFilter.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static final class ReactiveConfiguration {

        @Bean
        Customizer<CsrfSpec> pushcastCsrf(ObjectProvider<CsrfFreePaths> endpoints) {
            return csrf -> csrf.requireCsrfProtectionMatcher(new AndServerWebExchangeMatcher(
                    CsrfWebFilter.DEFAULT_CSRF_MATCHER,
                    new NegatedServerWebExchangeMatcher(ServerWebExchangeMatchers.pathMatchers(all(endpoints)))));
        }
    }
}
