package io.pushcast.spring.web;

import io.pushcast.spring.RecordingTransport;
import java.time.Duration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"spring.main.web-application-type=reactive"})
class ReactiveToOthersIT extends ToOthersContract {

    @RestController
    static class CartController {

        private final ApplicationEventPublisher events;
        private final TransactionTemplate transaction;

        CartController(ApplicationEventPublisher events, TransactionTemplate transaction) {
            this.events = events;
            this.transaction = transaction;
        }

        @GetMapping("/now")
        void now() {
            events.publishEvent(new CartChanged("now"));
        }

        @GetMapping("/committed")
        Mono<Void> committed() {
            return Mono.<Void>fromRunnable(() -> transaction.executeWithoutResult(
                            status -> events.publishEvent(new CartChanged("committed"))))
                    .subscribeOn(Schedulers.boundedElastic());
        }

        @GetMapping("/async")
        Mono<String> async() {
            return Mono.delay(Duration.ofMillis(10))
                    .doOnNext(tick -> events.publishEvent(new CartChanged("async")))
                    .thenReturn("done");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({CartController.class, RecordingTransport.class})
    static class Application {

        @Bean
        SecurityWebFilterChain security(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                    .build();
        }
    }
}
