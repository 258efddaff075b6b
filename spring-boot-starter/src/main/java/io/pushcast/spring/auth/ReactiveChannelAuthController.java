package io.pushcast.spring.auth;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers clients that ask for a channel, on Spring WebFlux. */
@RestController
class ReactiveChannelAuthController {

    private final ChannelAuthorization authorization;

    ReactiveChannelAuthController(ChannelAuthorization authorization) {
        this.authorization = authorization;
    }

    @PostMapping(path = "${pushcast.auth.path:/pusher/auth}", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    Mono<ResponseEntity<String>> authorize(ServerWebExchange exchange) {
        Mono<Optional<Principal>> user = exchange.getPrincipal()
                .filter(principal -> !Security.isAnonymous(principal))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
        return exchange.getFormData().zipWith(user).flatMap(asked -> answer(asked.getT1(), asked.getT2()));
    }

    private Mono<ResponseEntity<String>> answer(Map<String, List<String>> form, Optional<Principal> user) {
        return Mono.fromCompletionStage(() -> authorization.handle(form, user.orElse(null)))
                .map(Responses::of);
    }
}
