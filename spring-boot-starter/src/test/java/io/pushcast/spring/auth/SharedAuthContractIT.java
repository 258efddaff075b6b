package io.pushcast.spring.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.PresenceMember;
import io.pushcast.auth.SignedInUser;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.ChannelAuthContract;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.Principal;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import reactor.core.publisher.Mono;

/** The contract that every framework's endpoints are held to, on the servlet stack with HTTP Basic. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.main.web-application-type=servlet",
            "pushcast.url=http://my-key:my-secret@localhost:6001/apps/1"
        })
class SharedAuthContractIT extends ChannelAuthContract {

    @LocalServerPort
    int port;

    @Autowired
    PusherApp app;

    @Override
    protected PusherApp app() {
        return app;
    }

    @Override
    protected URI channelAuth() {
        return URI.create("http://localhost:" + port + "/pusher/auth");
    }

    @Override
    protected URI userAuth() {
        return URI.create("http://localhost:" + port + "/pusher/user-auth");
    }

    @Override
    protected void logIn(HttpRequest.Builder request, String user) {
        request.header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(UTF_8)));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Rules rules() {
            return new Rules();
        }

        @Bean
        SecurityFilterChain security(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(
                    User.withUsername("alice")
                            .password("{noop}secret")
                            .authorities("acme")
                            .build(),
                    User.withUsername("bob")
                            .password("{noop}secret")
                            .authorities("globex")
                            .build());
        }
    }

    /** What the contract asks of an application. */
    static class Rules {

        @AuthorizeChannel("private-contract-orders.{customerId}")
        boolean isOwn(Principal user, String customerId) {
            return user.getName().equals(customerId);
        }

        @AuthorizeChannel("private-contract-tenants.{tenant}.{number}")
        Mono<Boolean> isOfTheTenant(Authentication user, String tenant, long number) {
            return Mono.just(number > 0 && user.getAuthorities().contains(new SimpleGrantedAuthority(tenant)));
        }

        @AuthorizeChannel("presence-contract-room.{room}")
        Optional<PresenceMember> canEnter(Principal user, String room) {
            return Optional.of(PresenceMember.of(user.getName(), Map.of("room", room)))
                    .filter(member -> !room.equals("closed"));
        }

        @AuthorizeChannel("private-contract-broken")
        boolean broken() {
            throw new IllegalStateException("The database is down");
        }

        @AuthenticateUser
        Optional<SignedInUser> signIn(Principal user) {
            return Optional.of(SignedInUser.of(user.getName()))
                    .filter(known -> known.id().equals("alice"));
        }
    }
}
