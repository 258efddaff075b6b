package io.pushcast.spring.auth;

import io.pushcast.auth.AuthResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Brings clients' forms to the endpoints, on Spring MVC. */
final class ServletAuthRoutes {

    private ServletAuthRoutes() {}

    static RouterFunction<ServerResponse> of(AuthPaths paths, AuthEndpoint channels, AuthEndpoint users) {
        RouterFunctions.Builder routes = RouterFunctions.route();
        paths.channels().forEach(path -> routes.POST(path, to(channels)));
        paths.users().forEach(path -> routes.POST(path, to(users)));
        return routes.build();
    }

    private static HandlerFunction<ServerResponse> to(AuthEndpoint endpoint) {
        return request -> {
            if (!AuthEndpoint.isForm(request.headers().contentType())) {
                return ServerResponse.status(HttpStatus.UNSUPPORTED_MEDIA_TYPE).build();
            }
            Map<String, List<String>> form = ServletForm.of(request.servletRequest());
            return form == null ? ServerResponse.badRequest().build() : ask(endpoint, request, form);
        };
    }

    /** Asynchronous only if the rule is: an answer that is there already needs no second dispatch. */
    private static ServerResponse ask(AuthEndpoint endpoint, ServerRequest request, Map<String, List<String>> form) {
        CompletableFuture<ServerResponse> answer = endpoint.handle(
                        form, request.principal().orElse(null))
                .thenApply(ServletAuthRoutes::response)
                .toCompletableFuture();
        return answer.isDone() ? answer.join() : ServerResponse.async(answer);
    }

    private static ServerResponse response(AuthResponse response) {
        return ServerResponse.status(response.status())
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(response.body());
    }
}
