package io.pushcast.spring.auth;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.main.web-application-type=reactive")
class ReactiveAuthIT extends AuthContract {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({SampleTenants.class, SampleOrders.class})
    static class Application {

        /** Nothing in it is about Pushcast, but that one of its endpoints is open, as a test wants it. */
        @Bean
        SecurityWebFilterChain security(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges
                            .pathMatchers("/broadcasting/auth")
                            .permitAll()
                            .anyExchange()
                            .authenticated())
                    .formLogin(Customizer.withDefaults())
                    .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                    .build();
        }

        @Bean
        ReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(AuthContract.users());
        }

        @Bean
        ReactiveJwtDecoder tokens() {
            return NimbusReactiveJwtDecoder.withSecretKey(TOKEN_KEY).build();
        }
    }
}
