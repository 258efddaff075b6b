package io.pushcast.spring.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.pushcast.auth.AuthFormat;
import io.pushcast.auth.AuthRequestException;
import io.pushcast.auth.AuthRequestReader;
import io.pushcast.auth.AuthResponse;
import io.pushcast.spring.web.BrokenUpload;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Brings clients' requests to the endpoints, on Spring WebFlux. */
final class ReactiveAuthRoutes {

    private ReactiveAuthRoutes() {}

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
        return request -> BrokenUpload.answered(
                Mono.defer(() -> ask(reader, endpoint, request))
                        .onErrorResume(AuthRequestException.class, e -> Mono.just(e.response()))
                        .flatMap(ReactiveAuthRoutes::response),
                request.path());
    }

    private static Mono<AuthResponse> ask(AuthRequestReader reader, AuthEndpoint endpoint, ServerRequest request) {
        ServerHttpRequest http = request.exchange().getRequest();
        AuthFormat format =
                reader.format(http.getMethod().name(), http.getHeaders().getFirst("Content-Type"));
        Mono<? extends Map<String, List<String>>> fields = format == AuthFormat.FORM && isReadBySpring(http)
                ? form(reader, request)
                : text(format, reader, http).map(text -> reader.fields(format, text));
        Mono<Optional<Principal>> user =
                request.principal().<Optional<Principal>>map(Optional::of).defaultIfEmpty(Optional.empty());
        return BrokenUpload.reading(fields, AuthRequestException.class)
                .zipWith(user)
                .flatMap(asked -> ask(endpoint, asked.getT1(), asked.getT2()));
    }

    /** Spring reads a form once, for a filter that looks into it and for us, but only if it knows the type for one. */
    private static boolean isReadBySpring(ServerHttpRequest request) {
        try {
            return MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(
                    request.getHeaders().getContentType());
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static Mono<MultiValueMap<String, String>> form(AuthRequestReader reader, ServerRequest request) {
        if (request.headers().contentLength().orElse(0) > reader.maxBodyBytes()) {
            return Mono.error(reader::tooLarge);
        }
        return request.formData()
                .doOnNext(form -> requireSmall(form, reader))
                .onErrorMap(IllegalArgumentException.class, e -> reader.undecodable())
                .onErrorMap(DataBufferLimitException.class, e -> reader.tooLarge());
    }

    /** Spring itself takes more. */
    private static void requireSmall(MultiValueMap<String, String> form, AuthRequestReader reader) {
        long characters = 0;
        for (Map.Entry<String, List<String>> field : form.entrySet()) {
            for (String value : field.getValue()) {
                characters += field.getKey().length() + (value == null ? 0 : value.length());
            }
        }
        if (characters > reader.maxBodyBytes()) {
            throw reader.tooLarge();
        }
    }

    private static Mono<byte[]> text(AuthFormat format, AuthRequestReader reader, ServerHttpRequest request) {
        if (format == AuthFormat.QUERY) {
            String query = request.getURI().getRawQuery();
            return Mono.just(query == null ? new byte[0] : query.getBytes(ISO_8859_1));
        }
        return DataBufferUtils.join(request.getBody(), reader.maxBodyBytes())
                .map(ReactiveAuthRoutes::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(DataBufferLimitException.class, e -> reader.tooLarge());
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static Mono<AuthResponse> ask(
            AuthEndpoint endpoint, Map<String, List<String>> form, Optional<Principal> user) {
        return Mono.deferContextual(context -> Mono.fromCompletionStage(
                ReactorSupport.within(context, () -> endpoint.handle(form, user.orElse(null)))));
    }

    private static Mono<ServerResponse> response(AuthResponse response) {
        ServerResponse.BodyBuilder answer = ServerResponse.status(response.status())
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore());
        return (response.status() == 405 ? answer.allow(HttpMethod.POST) : answer).bodyValue(response.body());
    }
}
