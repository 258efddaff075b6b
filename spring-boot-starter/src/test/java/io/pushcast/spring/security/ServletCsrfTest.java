package io.pushcast.spring.security;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.request;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.auth.PushcastAuthAutoConfiguration;
import io.pushcast.spring.webhook.PushcastWebhookAutoConfiguration;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Which requests need a CSRF token on Spring MVC: those of a user of HTTP Basic, who is asked for one elsewhere. */
class ServletCsrfTest {

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class,
                    ServletWebSecurityAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastAuthAutoConfiguration.class,
                    PushcastWebhookAutoConfiguration.class,
                    PushcastSecurityAutoConfiguration.class))
            .withUserConfiguration(Secured.class)
            .withPropertyValues("pushcast.url=http://my-key:my-secret@localhost:6001/apps/1");

    @Configuration(proxyBeanMethods = false)
    static class Secured {

        @Bean
        SecurityFilterChain security(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(User.withUsername("alice")
                    .password("{noop}secret")
                    .authorities("user")
                    .build());
        }
    }

    @Test
    void theEndpointsNeedNone() {
        answers(application, "", client -> {
            client.expect(HttpMethod.POST, "/pusher/auth", 400);
            client.expect(HttpMethod.POST, "/pusher/user-auth", 400);
            client.expect(HttpMethod.POST, "/pusher/webhook", 401);
        });
    }

    @Test
    void everythingElseNeedsOne() {
        answers(application, "", client -> {
            client.expect(HttpMethod.POST, "/pusher/other", 403);
            client.expect(HttpMethod.POST, "/pusher/auth/more", 403);
            client.expect(HttpMethod.PUT, "/pusher/auth", 403);
            client.expect(HttpMethod.DELETE, "/pusher/webhook", 403);
        });
    }

    @Test
    void thePathOfTheServletIsNoPartOfThePath() {
        answers(application.withPropertyValues("spring.mvc.servlet.path=/api"), "/api", client -> {
            client.expect(HttpMethod.POST, "/api/pusher/auth", 400);
            client.expect(HttpMethod.POST, "/api/api/pusher/auth", 403);
        });
    }

    @Test
    void routesOfTheApplicationsOwnNeedOne() {
        answers(
                application
                        .withBean("pushcastAuthRoutes", RouterFunction.class, ServletCsrfTest::own)
                        .withBean("pushcastWebhookRoute", RouterFunction.class, ServletCsrfTest::own),
                "",
                client -> {
                    client.expect(HttpMethod.POST, "/pusher/auth", 403);
                    client.expect(HttpMethod.POST, "/pusher/webhook", 403);
                });
    }

    private static RouterFunction<ServerResponse> own() {
        return RouterFunctions.route()
                .POST("/pusher/auth", request -> ServerResponse.ok().build())
                .build();
    }

    private record Client(MockMvc mvc, String servletPath) {

        void expect(HttpMethod method, String path, int status) throws Exception {
            mvc.perform(request(method, path)
                            .servletPath(servletPath)
                            .headers(headers -> headers.setBasicAuth("alice", "secret"))
                            .contentType(MediaType.APPLICATION_FORM_URLENCODED))
                    .andExpect(status().is(status));
        }
    }

    private interface Expectations {

        void of(Client client) throws Exception;
    }

    private static void answers(
            WebApplicationContextRunner application, String servletPath, Expectations expectations) {
        application.run(context -> expectations.of(new Client(
                MockMvcBuilders.webAppContextSetup(context)
                        .addFilters(context.getBean("springSecurityFilterChain", Filter.class))
                        .build(),
                servletPath)));
    }
}
