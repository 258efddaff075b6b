package io.pushcast.spring.auth;

import io.pushcast.spring.security.CsrfFreePaths;
import io.pushcast.spring.web.EndpointPaths;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What others have to know of our routes, as long as the application has none of its own in their place. */
@Configuration(proxyBeanMethods = false)
class AuthRoutesConfiguration {

    @Bean
    EndpointPaths pushcastChannelAuthPaths(AuthPaths paths) {
        return new EndpointPaths("pushcast.auth.path", paths.channels());
    }

    @Bean
    EndpointPaths pushcastUserAuthPaths(AuthPaths paths) {
        return new EndpointPaths("pushcast.auth.user-path", paths.users());
    }

    @Bean
    CsrfFreePaths pushcastAuthCsrfFreePaths(AuthPaths paths) {
        return new CsrfFreePaths(paths.all());
    }
}
