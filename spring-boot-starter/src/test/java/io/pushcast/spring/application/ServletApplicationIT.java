package io.pushcast.spring.application;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.security.Principal;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Spring MVC, JDBC on PostgreSQL, and the outbox. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.main.web-application-type=servlet",
            "spring.flyway.enabled=false",
            "pushcast.outbox.enabled=true",
            "pushcast.outbox.initialize-schema=always"
        })
class ServletApplicationIT extends ApplicationContract {

    @RestController
    static class Orders {

        private final JdbcClient database;
        private final ApplicationEventPublisher events;

        Orders(JdbcClient database, ApplicationEventPublisher events) {
            this.database = database;
            this.events = events;
            database.sql("create table if not exists orders (customer varchar(20), item varchar(20))")
                    .update();
        }

        @PostMapping("/orders")
        @Transactional
        public void place(@RequestParam String item, Principal user) {
            database.sql("insert into orders values (?, ?)")
                    .params(user.getName(), item)
                    .update();
            events.publishEvent(new OrderPlaced(user.getName(), item));
            if (item.equals("yacht")) {
                throw new IllegalStateException("There are no yachts");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Shop.class, Orders.class})
    static class Application {

        @Bean
        EmbeddedPostgres postgres() throws IOException {
            return EmbeddedPostgres.start();
        }

        @Bean
        DataSource dataSource(EmbeddedPostgres postgres) {
            return postgres.getPostgresDatabase();
        }

        @Bean
        SecurityFilterChain security(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/pusher/webhook")
                            .permitAll()
                            .anyRequest()
                            .authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .csrf(csrf -> csrf.ignoringRequestMatchers("/orders"))
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(ApplicationContract.users());
        }
    }
}
