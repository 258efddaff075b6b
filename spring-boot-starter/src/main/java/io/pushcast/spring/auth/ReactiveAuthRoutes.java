package io.pushcast.spring.auth;

import io.pushcast.auth.AuthResponse;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebInputException;
import reactor.core.publisher.Mono;

/** Brings clients' forms to the endpoints, on Spring WebFlux. */
final class ReactiveAuthRoutes {

    private ReactiveAuthRoutes() {}

    static RouterFunction<ServerResponse> of(AuthPaths paths, AuthEndpoint channels, AuthEndpoint users) {
        RouterFunctions.Builder routes = RouterFunctions.route();
        paths.channels().forEach(path -> routes.POST(path, to(channels)));
        paths.users().forEach(path -> routes.POST(path, to(users)));
        return routes.build();
    }

    private static HandlerFunction<ServerResponse> to(AuthEndpoint endpoint) {
        return request -> AuthEndpoint.isForm(request.headers().contentType())
                ? ask(endpoint, request)
                : ServerResponse.status(HttpStatus.UNSUPPORTED_MEDIA_TYPE).build();
    }

    private static Mono<ServerResponse> ask(AuthEndpoint endpoint, ServerRequest request) {
        Mono<Optional<Principal>> user =
                request.principal().<Optional<Principal>>map(Optional::of).defaultIfEmpty(Optional.empty());
        return Mono.zip(form(request), user)
                .flatMap(asked -> ask(endpoint, asked.getT1(), asked.getT2()))
                .flatMap(ReactiveAuthRoutes::response);
    }

    private static Mono<MultiValueMap<String, String>> form(ServerRequest request) {
        return request.formData()
                .onErrorMap(
                        IllegalArgumentException.class,
                        e -> new ServerWebInputException("The form can't be decoded", null, e));
    }

    private static Mono<AuthResponse> ask(
            AuthEndpoint endpoint, Map<String, List<String>> form, Optional<Principal> user) {
        return Mono.deferContextual(context -> Mono.fromCompletionStage(
                ReactorSupport.within(context, () -> endpoint.handle(form, user.orElse(null)))));
    }

    private static Mono<ServerResponse> response(AuthResponse response) {
        return ServerResponse.status(response.status())
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .bodyValue(response.body());
    }
}
