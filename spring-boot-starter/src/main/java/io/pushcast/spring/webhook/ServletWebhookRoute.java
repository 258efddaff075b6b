package io.pushcast.spring.webhook;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Brings webhooks to their receiver, on Spring MVC. */
final class ServletWebhookRoute {

    private ServletWebhookRoute() {}

    static RouterFunction<ServerResponse> of(String path, WebhookReceiver receiver) {
        return RouterFunctions.route()
                .POST(path, request -> receive(receiver, request))
                .build();
    }

    private static ServerResponse receive(WebhookReceiver receiver, ServerRequest request) throws IOException {
        byte[] body = request.servletRequest().getInputStream().readNBytes(receiver.maxBytes() + 1);
        Map<String, List<String>> headers = WebhookReceiver.headers(request.headers()::header);
        WebhookAnswer answer =
                body.length > receiver.maxBytes() ? receiver.tooLarge() : receiver.receive(body, headers);
        return ServerResponse.status(answer.status())
                .contentType(MediaType.TEXT_PLAIN)
                .body(answer.body());
    }
}
