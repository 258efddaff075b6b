package io.pushcast.spring.web;

import io.pushcast.spring.RecordingTransport;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.main.web-application-type=servlet"})
class ServletToOthersIT extends ToOthersContract {

    static class Carts {

        private final ApplicationEventPublisher events;

        Carts(ApplicationEventPublisher events) {
            this.events = events;
        }

        @Transactional
        public void changeInTransaction() {
            events.publishEvent(new CartChanged("committed"));
        }

        @Async
        public void changeLater() {
            events.publishEvent(new CartChanged("async"));
        }
    }

    @RestController
    static class CartController {

        private final Carts carts;
        private final ApplicationEventPublisher events;

        CartController(Carts carts, ApplicationEventPublisher events) {
            this.carts = carts;
            this.events = events;
        }

        @GetMapping("/now")
        void now() {
            events.publishEvent(new CartChanged("now"));
        }

        @GetMapping("/committed")
        void committed() {
            carts.changeInTransaction();
        }

        @GetMapping("/async")
        void async() {
            carts.changeLater();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableAsync
    @Import({Carts.class, CartController.class, RecordingTransport.class})
    static class Application {

        @Bean
        SecurityFilterChain security(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }

        @Bean
        ContextPropagatingTaskDecorator contextForTasks() {
            return new ContextPropagatingTaskDecorator();
        }
    }
}
