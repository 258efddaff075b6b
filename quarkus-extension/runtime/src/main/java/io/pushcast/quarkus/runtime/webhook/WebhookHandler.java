package io.pushcast.quarkus.runtime.webhook;

import io.pushcast.quarkus.runtime.web.RequestBody;
import io.pushcast.quarkus.runtime.web.RequestScope;
import io.pushcast.webhook.Webhook;
import io.pushcast.webhook.WebhookException;
import io.pushcast.webhook.WebhookException.Reason;
import io.pushcast.webhook.WebhookReader;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Takes webhooks and fires them as CDI events. On a thread that may block, as observers may. */
@Singleton
public class WebhookHandler {

    private static final Logger log = LoggerFactory.getLogger(WebhookHandler.class);

    private final WebhookReader reader;
    private final Event<Object> events;
    private final RequestScope requests;
    private final RequestBody body;

    WebhookHandler(WebhookReader reader, Event<Object> events, RequestScope requests) {
        this.reader = reader;
        this.events = events;
        this.requests = requests;
        this.body = new RequestBody(reader.maxBodyBytes());
    }

    /** Reads the body and goes on to the next handler, unless the headers say already that it is no webhook of ours. */
    void receive(RoutingContext exchange) {
        try {
            reader.check(headersOf(exchange));
            body.read(exchange);
        } catch (WebhookException e) {
            refuse(exchange, e);
            body.discard(exchange);
        }
    }

    /**
     * 200 once all observers have seen everything; 500 if one of them failed, upon which the server sends the webhook
     * again; else what says why it is no webhook.
     */
    void handle(RoutingContext exchange) {
        try {
            Webhook webhook = reader.read(bodyOf(exchange), headersOf(exchange));
            requests.run(exchange, () -> CompletableFuture.completedFuture(fire(webhook)))
                    .thenAccept(complete -> answer(exchange, complete ? 200 : 500));
        } catch (WebhookException e) {
            refuse(exchange, e);
        }
    }

    /** Told of a body that is too long. */
    void unreadable(RoutingContext exchange) {
        if (exchange.statusCode() == RequestBody.TOO_LARGE) {
            log.warn(
                    "Refused a webhook: its body has more than {} bytes; if that is no mistake, raise maxBodyBytes of a"
                            + " WebhookReader bean of your own",
                    reader.maxBodyBytes());
        }
    }

    private static void refuse(RoutingContext exchange, WebhookException refusal) {
        log.atLevel(level(refusal.reason()))
                .log("Refused a webhook: {}", printable(String.valueOf(refusal.getMessage())));
        answer(exchange, refusal.status());
    }

    /** Anybody can send anything; who knows the app's key is worth a look, and all the more who signs with its secret. */
    private static Level level(Reason reason) {
        return switch (reason) {
            case UNSIGNED, UNKNOWN_KEY -> Level.DEBUG;
            case WRONG_SIGNATURE, OUTSIDE_WINDOW, MALFORMED, TOO_LARGE -> Level.WARN;
        };
    }

    /** The message quotes headers, by which a stranger must not write lines of their own. */
    private static String printable(String message) {
        return message.replaceAll("\\p{C}", "?");
    }

    /** The webhook as a whole, then each of its events: what one observer fails at, is not kept from the others. */
    private boolean fire(Webhook webhook) {
        List<Object> all = new ArrayList<>();
        all.add(webhook);
        all.addAll(webhook.events());
        boolean complete = true;
        for (Object event : all) {
            complete &= fire(event);
        }
        if (complete) {
            all.forEach(this::fireAsync);
        }
        return complete;
    }

    private boolean fire(Object event) {
        try {
            events.fire(event);
            return true;
        } catch (RuntimeException e) {
            log.error("An observer of the webhook's {} failed; the server is asked to send it again", event, e);
            return false;
        }
    }

    private void fireAsync(Object event) {
        events.fireAsync(event).whenComplete((fired, failure) -> {
            if (failure != null) {
                log.error("An asynchronous observer of the webhook's {} failed", event, failure);
            }
        });
    }

    private static byte[] bodyOf(RoutingContext exchange) {
        Buffer body = exchange.body().buffer();
        return body == null ? new byte[0] : body.getBytes();
    }

    private static Map<String, List<String>> headersOf(RoutingContext exchange) {
        return Map.of(
                WebhookReader.KEY_HEADER, exchange.request().headers().getAll(WebhookReader.KEY_HEADER),
                WebhookReader.SIGNATURE_HEADER, exchange.request().headers().getAll(WebhookReader.SIGNATURE_HEADER));
    }

    private static void answer(RoutingContext exchange, int status) {
        exchange.response().setStatusCode(status).end();
    }
}
