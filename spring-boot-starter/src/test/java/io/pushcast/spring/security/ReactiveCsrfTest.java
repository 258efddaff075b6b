package io.pushcast.spring.security;

import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.auth.PushcastAuthAutoConfiguration;
import io.pushcast.spring.webhook.PushcastWebhookAutoConfiguration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.test.web.reactive.server.HttpHandlerConnector;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.config.PathMatchConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** Which requests need a CSRF token on Spring WebFlux: those of a user of HTTP Basic, who is asked for one elsewhere. */
class ReactiveCsrfTest {

    private final ReactiveWebApplicationContextRunner application = new ReactiveWebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    HttpHandlerAutoConfiguration.class,
                    WebFluxAutoConfiguration.class,
                    ReactiveWebSecurityAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastAuthAutoConfiguration.class,
                    PushcastWebhookAutoConfiguration.class,
                    PushcastSecurityAutoConfiguration.class))
            .withUserConfiguration(Secured.class)
            .withPropertyValues("pushcast.url=http://my-key:my-secret@localhost:6001/apps/1");

    @Configuration(proxyBeanMethods = false)
    static class Secured {

        @Bean
        SecurityWebFilterChain security(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        ReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(User.withUsername("alice")
                    .password("{noop}secret")
                    .authorities("user")
                    .build());
        }
    }

    @Test
    void theEndpointsNeedNone() {
        answers(application, answer -> {
            answer.ofPost("/pusher/auth").isBadRequest();
            answer.ofPost("/pusher/user-auth").isBadRequest();
            answer.ofPost("/pusher/webhook").isUnauthorized();
        });
    }

    @Test
    void everythingElseNeedsOne() {
        answers(application, answer -> {
            answer.ofPost("/pusher/other").isForbidden();
            answer.ofPost("/pusher/auth/more").isForbidden();
            answer.of(HttpMethod.PUT, "/pusher/auth").isForbidden();
            answer.of(HttpMethod.DELETE, "/pusher/webhook").isForbidden();
        });
    }

    @Test
    void theBasePathIsNoPartOfThePath() {
        answers(application.withPropertyValues("spring.webflux.base-path=/shop"), answer -> {
            answer.ofPost("/shop/pusher/auth").isBadRequest();
            answer.ofPost("/shop/shop/pusher/auth").isForbidden();
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class AnyCase implements WebFluxConfigurer {

        @Override
        public void configurePathMatching(PathMatchConfigurer paths) {
            paths.setUseCaseSensitiveMatch(false);
        }
    }

    @Test
    void pathsAreThoseThatTheRoutesMatch() {
        answers(application, answer -> answer.ofPost("/Pusher/Auth").isForbidden());
        answers(
                application.withUserConfiguration(AnyCase.class),
                answer -> answer.ofPost("/Pusher/Auth").isBadRequest());
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnMatcher {

        @Bean
        Customizer<ServerHttpSecurity.CsrfSpec> own() {
            return csrf -> csrf.requireCsrfProtectionMatcher(CsrfWebFilter.DEFAULT_CSRF_MATCHER);
        }
    }

    @Test
    void aMatcherOfTheApplicationsOwnDecidesAboutTheRest() {
        answers(application.withUserConfiguration(OwnMatcher.class), answer -> {
            answer.ofPost("/pusher/auth").isBadRequest();
            answer.ofPost("/pusher/other").isForbidden();
        });
    }

    @Test
    void routesOfTheApplicationsOwnNeedOne() {
        answers(
                application
                        .withBean("pushcastAuthRoutes", RouterFunction.class, ReactiveCsrfTest::own)
                        .withBean("pushcastWebhookRoute", RouterFunction.class, ReactiveCsrfTest::own),
                answer -> {
                    answer.ofPost("/pusher/auth").isForbidden();
                    answer.ofPost("/pusher/webhook").isForbidden();
                });
    }

    private static RouterFunction<ServerResponse> own() {
        return RouterFunctions.route()
                .POST("/pusher/auth", request -> ServerResponse.ok().build())
                .build();
    }

    private record Answer(WebTestClient client) {

        StatusAssertions ofPost(String path) {
            return of(HttpMethod.POST, path);
        }

        StatusAssertions of(HttpMethod method, String path) {
            return client.method(method)
                    .uri(path)
                    .headers(headers -> headers.setBasicAuth("alice", "secret"))
                    .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                    .exchange()
                    .expectStatus();
        }
    }

    private static void answers(ReactiveWebApplicationContextRunner application, Consumer<Answer> expectations) {
        application.run(context -> expectations.accept(
                new Answer(WebTestClient.bindToServer(new HttpHandlerConnector(context.getBean(HttpHandler.class)))
                        .build())));
    }
}
