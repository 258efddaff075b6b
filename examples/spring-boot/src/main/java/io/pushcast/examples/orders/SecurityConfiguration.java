package io.pushcast.examples.orders;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Everything is for users who have logged in, with a form or by HTTP Basic. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .formLogin(Customizer.withDefaults())
                .httpBasic(Customizer.withDefaults())
                // Neither needs a CSRF token. /pusher/auth changes nothing, and its answer can't be read by another
                // site.
                // /orders takes JSON only, which a browser does not send for another site without asking us first
                // (CORS).
                .csrf(csrf -> csrf.ignoringRequestMatchers("/pusher/auth", "/orders"))
                .build();
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("alice").password("{noop}secret").build(),
                User.withUsername("bob").password("{noop}secret").build());
    }
}
