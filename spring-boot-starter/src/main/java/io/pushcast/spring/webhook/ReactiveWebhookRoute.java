package io.pushcast.spring.webhook;

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

/** Brings webhooks to their receiver, on Spring WebFlux: on a thread that listeners may block. */
final class ReactiveWebhookRoute {

    private ReactiveWebhookRoute() {}

    static RouterFunction<ServerResponse> of(String path, WebhookReceiver receiver) {
        return RouterFunctions.route()
                .POST(path, request -> receive(receiver, request))
                .build();
    }

    private static Mono<ServerResponse> receive(WebhookReceiver receiver, ServerRequest request) {
        Map<String, List<String>> headers = WebhookReceiver.headers(request.headers()::header);
        return DataBufferUtils.join(request.exchange().getRequest().getBody(), receiver.maxBytes())
                .map(ReactiveWebhookRoute::bytes)
                .defaultIfEmpty(new byte[0])
                .publishOn(Schedulers.boundedElastic())
                .map(body -> receiver.receive(body, headers))
                .onErrorResume(DataBufferLimitException.class, e -> Mono.fromSupplier(receiver::tooLarge))
                .flatMap(answer -> ServerResponse.status(answer.status())
                        .contentType(MediaType.TEXT_PLAIN)
                        .bodyValue(answer.body()));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
