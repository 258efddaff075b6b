package io.pushcast.spring.application;

import io.pushcast.spring.event.ReactiveEventPublisher;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import java.security.Principal;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Spring WebFlux and a transaction of R2DBC on H2. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.main.web-application-type=reactive")
class ReactiveApplicationIT extends ApplicationContract {

    @RestController
    static class Orders {

        private final DatabaseClient database;
        private final ReactiveEventPublisher events;

        Orders(DatabaseClient database, ReactiveEventPublisher events) {
            this.database = database;
            this.events = events;
        }

        @PostMapping("/orders")
        @Transactional
        public Mono<Void> place(@RequestParam String item, Principal user) {
            return database.sql("create table if not exists orders (customer varchar(20), item varchar(20))")
                    .then()
                    .then(database.sql("insert into orders values (:customer, :item)")
                            .bind("customer", user.getName())
                            .bind("item", item)
                            .then())
                    .then(events.publish(new OrderPlaced(user.getName(), item)))
                    .then(
                            item.equals("yacht")
                                    ? Mono.error(new IllegalStateException("There are no yachts"))
                                    : Mono.empty());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Shop.class, Orders.class})
    static class Application {

        @Bean
        ConnectionFactory connections() {
            return ConnectionFactories.get("r2dbc:h2:mem:///orders;DB_CLOSE_DELAY=-1");
        }

        @Bean
        DatabaseClient database(ConnectionFactory connections) {
            return DatabaseClient.create(connections);
        }

        @Bean
        R2dbcTransactionManager transactions(ConnectionFactory connections) {
            return new R2dbcTransactionManager(connections);
        }

        @Bean
        SecurityWebFilterChain security(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges
                            .pathMatchers("/pusher/webhook")
                            .permitAll()
                            .anyExchange()
                            .authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .csrf(ServerHttpSecurity.CsrfSpec::disable)
                    .build();
        }

        @Bean
        ReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(ApplicationContract.users());
        }
    }
}
