package io.pushcast.spring.webhook;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.main.web-application-type=servlet")
class ServletWebhookIT extends WebhookContract {

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(WebhookListeners.class)
    static class Application {

        @Bean
        SecurityFilterChain security(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/pusher/webhook")
                            .permitAll()
                            .anyRequest()
                            .authenticated())
                    .build();
        }
    }
}
