package io.pushcast.spring.webhook;

import io.pushcast.spring.web.BrokenUpload;
import io.pushcast.webhook.WebhookEndpoint;
import io.pushcast.webhook.WebhookResponse;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Brings webhooks to the endpoint, on Spring WebFlux: on a thread that listeners may block. */
final class ReactiveWebhookRoute {

    private ReactiveWebhookRoute() {}

    static RouterFunction<ServerResponse> of(String path, WebhookEndpoint endpoint) {
        return RouterFunctions.route()
                .POST(
                        path,
                        request -> BrokenUpload.answered(
                                receive(endpoint, request).flatMap(ReactiveWebhookRoute::answer), path))
                .build();
    }

    private static Mono<WebhookResponse> receive(WebhookEndpoint endpoint, ServerRequest request) {
        Map<String, List<String>> headers = WebhookEndpoint.headers(request.headers()::header);
        return endpoint.check(headers).map(Mono::just).orElseGet(() -> read(endpoint, request, headers));
    }

    private static Mono<WebhookResponse> read(
            WebhookEndpoint endpoint, ServerRequest request, Map<String, List<String>> headers) {
        Mono<byte[]> bytes = DataBufferUtils.join(
                        request.exchange().getRequest().getBody(), endpoint.maxBodyBytes())
                .map(ReactiveWebhookRoute::bytes)
                .defaultIfEmpty(new byte[0]);
        return BrokenUpload.reading(bytes, DataBufferLimitException.class)
                .publishOn(Schedulers.boundedElastic())
                .map(body -> endpoint.receive(body, headers))
                .onErrorResume(DataBufferLimitException.class, e -> Mono.fromSupplier(endpoint::tooLarge));
    }

    private static Mono<ServerResponse> answer(WebhookResponse response) {
        return ServerResponse.status(response.status())
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue(response.body());
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
