package io.pushcast.spring.webhook;

import io.pushcast.webhook.WebhookEndpoint;
import io.pushcast.webhook.WebhookResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Brings webhooks to the endpoint, on Spring MVC. */
final class ServletWebhookRoute {

    private ServletWebhookRoute() {}

    static RouterFunction<ServerResponse> of(String path, WebhookEndpoint endpoint) {
        return RouterFunctions.route()
                .POST(path, request -> answer(receive(endpoint, request)))
                .build();
    }

    private static WebhookResponse receive(WebhookEndpoint endpoint, ServerRequest request) throws IOException {
        Map<String, List<String>> headers = WebhookEndpoint.headers(request.headers()::header);
        Optional<WebhookResponse> refusal = endpoint.check(headers);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        byte[] body = request.servletRequest().getInputStream().readNBytes(endpoint.maxBodyBytes() + 1);
        return body.length > endpoint.maxBodyBytes() ? endpoint.tooLarge() : endpoint.receive(body, headers);
    }

    private static ServerResponse answer(WebhookResponse response) {
        return ServerResponse.status(response.status())
                .contentType(MediaType.TEXT_PLAIN)
                .body(response.body());
    }
}
