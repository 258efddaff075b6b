package io.pushcast.spring.security;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Has Spring Security's protection against CSRF leave Pushcast's endpoints alone, which pusher-js and Pusher call by
 * {@code POST} and without a token. Who may call them stays what the application's security says, and so does all that is said
 * of other requests.
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

    private static List<String> all(ObjectProvider<CsrfFreePaths> endpoints) {
        return endpoints.orderedStream().flatMap(each -> each.paths().stream()).toList();
    }

    /** On Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HttpSecurity.class, CsrfConfigurer.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static final class ServletConfiguration {

        @Bean
        Customizer<CsrfConfigurer<HttpSecurity>> pushcastCsrf(
                ObjectProvider<CsrfFreePaths> endpoints, ObjectProvider<PathPatternRequestMatcher.Builder> matchers) {
            return csrf -> csrf.ignoringRequestMatchers(
                    posts(all(endpoints), matchers.getIfUnique(PathPatternRequestMatcher::withDefaults)));
        }

        private static RequestMatcher[] posts(List<String> paths, PathPatternRequestMatcher.Builder matchers) {
            return paths.stream()
                    .map(path -> matchers.matcher(HttpMethod.POST, path))
                    .toArray(RequestMatcher[]::new);
        }
    }

    /** On Spring WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({CsrfWebFilter.class, DispatcherHandler.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static final class ReactiveConfiguration {

        @Bean
        CsrfFreeWebFilter pushcastCsrfFreeFilter(
                ObjectProvider<CsrfFreePaths> endpoints, ObjectProvider<RouterFunctionMapping> routes) {
            return new CsrfFreeWebFilter(() -> patterns(all(endpoints), routes));
        }

        /** Read as the routes are. */
        private static List<PathPattern> patterns(List<String> paths, ObjectProvider<RouterFunctionMapping> routes) {
            PathPatternParser parser = routes.stream()
                    .findFirst()
                    .map(RouterFunctionMapping::getPathPatternParser)
                    .orElse(PathPatternParser.defaultInstance);
            return paths.stream().map(parser::parse).toList();
        }
    }
}
