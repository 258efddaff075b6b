package io.pushcast.spring.webhook;

import io.pushcast.spring.security.CsrfFreePaths;
import io.pushcast.spring.web.EndpointPaths;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What others have to know of our route, as long as the application has none of its own in its place. */
@Configuration(proxyBeanMethods = false)
class WebhookRouteConfiguration {

    @Bean
    EndpointPaths pushcastWebhookPaths(PushcastWebhookProperties properties) {
        return new EndpointPaths("pushcast.webhook.path", List.of(properties.checkedPath()), List.of("POST"));
    }

    @Bean
    CsrfFreePaths pushcastWebhookCsrfFreePaths(PushcastWebhookProperties properties) {
        return new CsrfFreePaths(List.of(properties.checkedPath()));
    }
}
