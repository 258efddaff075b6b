package com.example;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.mapping.PublishTo;
import java.security.Principal;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import reactor.core.publisher.Mono;

/** A WebFlux application. */
@SpringBootApplication
public class Application {

    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }

    @PublishTo(channel = "prices.{symbol}", pace = "1h")
    public record PriceChanged(String symbol, int price) {}

    @AuthorizeChannel("private-orders.{customer}")
    Mono<Boolean> isOwn(Principal user, String customer) {
        return Mono.just(user.getName().equals(customer));
    }
}
