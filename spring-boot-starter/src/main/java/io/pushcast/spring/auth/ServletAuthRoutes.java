package io.pushcast.spring.auth;

import io.pushcast.auth.AuthFormat;
import io.pushcast.auth.AuthRequestException;
import io.pushcast.auth.AuthRequestReader;
import io.pushcast.auth.AuthResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Brings clients' requests to the endpoints, on Spring MVC. */
final class ServletAuthRoutes {

    private ServletAuthRoutes() {}

    static RouterFunction<ServerResponse> of(
            AuthPaths paths, AuthRequestReader reader, AuthEndpoint channels, AuthEndpoint users) {
        RouterFunctions.Builder routes = RouterFunctions.route();
        paths.channels().forEach(path -> add(routes, path, to(reader, channels)));
        paths.users().forEach(path -> add(routes, path, to(reader, users)));
        return routes.build();
    }

    private static void add(RouterFunctions.Builder routes, String path, HandlerFunction<ServerResponse> endpoint) {
        routes.POST(path, endpoint).GET(path, endpoint);
    }

    private static HandlerFunction<ServerResponse> to(AuthRequestReader reader, AuthEndpoint endpoint) {
        return request -> {
            try {
                return ask(endpoint, request, fields(reader, request.servletRequest()));
            } catch (AuthRequestException e) {
                return response(e.response());
            }
        };
    }

    /** Not by Spring's own reading of headers, which fails on a {@code Content-Type} that is none. */
    private static Map<String, List<String>> fields(AuthRequestReader reader, HttpServletRequest request)
            throws IOException {
        AuthFormat format = reader.format(request.getMethod(), request.getHeader("Content-Type"));
        return switch (format) {
            case QUERY -> reader.fields(format, ServletBody.query(request));
            case JSON -> reader.fields(format, ServletBody.of(request, reader));
            case FORM -> ServletBody.form(request, reader);
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
        ServerResponse.BodyBuilder answer = ServerResponse.status(response.status())
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore());
        return (response.status() == 405 ? answer.allow(HttpMethod.POST) : answer).body(response.body());
    }
}
