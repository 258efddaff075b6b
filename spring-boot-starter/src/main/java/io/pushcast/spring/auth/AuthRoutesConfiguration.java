package io.pushcast.spring.auth;

import io.pushcast.spring.security.CsrfFreePaths;
import io.pushcast.spring.web.EndpointPaths;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What others have to know of our routes, as long as the application has none of its own in their place. */
@Configuration(proxyBeanMethods = false)
class AuthRoutesConfiguration {

    /** A GET is answered also if it is not accepted: with what would be right. */
    private static final List<String> METHODS = List.of("POST", "GET");

    @Bean
    EndpointPaths pushcastChannelAuthPaths(AuthPaths paths) {
        return new EndpointPaths("pushcast.auth.path", paths.channels(), METHODS);
    }

    @Bean
    EndpointPaths pushcastUserAuthPaths(AuthPaths paths) {
        return new EndpointPaths("pushcast.auth.user-path", paths.users(), METHODS);
    }

    @Bean
    CsrfFreePaths pushcastAuthCsrfFreePaths(AuthPaths paths) {
        return new CsrfFreePaths(paths.all());
    }
}
