package io.pushcast.quarkus.runtime.webhook;

import io.pushcast.quarkus.runtime.PushcastConfig;
import io.pushcast.quarkus.runtime.web.RequestBody;
import io.pushcast.quarkus.runtime.web.RequestScope;
import io.pushcast.webhook.WebhookEndpoint;
import io.pushcast.webhook.WebhookReader;
import io.pushcast.webhook.WebhookResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings webhooks to the endpoint, whose listeners are CDI's observers. On a thread that may block, as observers may. */
@Singleton
public class WebhookHandler {

    private static final Logger log = LoggerFactory.getLogger(WebhookHandler.class);

    private final WebhookEndpoint endpoint;
    private final RequestScope requests;
    private final RequestBody body;

    WebhookHandler(WebhookReader reader, Event<Object> events, RequestScope requests, PushcastConfig config) {
        WebhookEndpoint every = new WebhookEndpoint(reader, new Observers(events), "quarkus.pushcast.webhook.max-size");
        this.endpoint = config.webhook().dropRepeats() ? every.droppingRepeats() : every;
        this.requests = requests;
        this.body = new RequestBody(reader.maxBodyBytes());
    }

    /** Reads the body and goes on to the next handler, unless the headers say already that it is no webhook of ours. */
    void receive(RoutingContext exchange) {
        Optional<WebhookResponse> refusal = endpoint.check(headersOf(exchange));
        if (refusal.isPresent()) {
            answer(exchange, refusal.get());
            body.discard(exchange);
        } else {
            body.read(exchange, () -> answer(exchange, endpoint.tooLarge()));
        }
    }

    /** Tells observers, synchronous ones before the answer and asynchronous ones after it. */
    void handle(RoutingContext exchange) {
        requests.run(
                        exchange,
                        () -> CompletableFuture.completedFuture(
                                endpoint.receive(RequestBody.of(exchange), headersOf(exchange))))
                .thenAccept(response -> answer(exchange, response));
    }

    private static Map<String, List<String>> headersOf(RoutingContext exchange) {
        return WebhookEndpoint.headers(name -> exchange.request().headers().getAll(name));
    }

    private static void answer(RoutingContext exchange, WebhookResponse response) {
        exchange.response()
                .setStatusCode(response.status())
                .putHeader("Content-Type", "text/plain")
                .end(response.body());
    }

    /** CDI's observers. */
    private record Observers(Event<Object> events) implements WebhookEndpoint.Listeners {

        @Override
        public void onEvent(Object event) {
            events.fire(event);
        }

        @Override
        public void onComplete(List<Object> all) {
            all.forEach(this::fireAsync);
        }

        private void fireAsync(Object event) {
            events.fireAsync(event).whenComplete((fired, failure) -> {
                if (failure != null) {
                    log.error("An asynchronous observer of the webhook's {} failed", event, failure);
                }
            });
        }
    }
}
