package io.pushcast.spring.webhook;

import io.pushcast.webhook.Webhook;
import io.pushcast.webhook.WebhookException;
import io.pushcast.webhook.WebhookReader;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.context.ApplicationEventPublisher;

/** Verifies webhooks and publishes what they tell, whatever web stack brings them. */
final class WebhookReceiver {

    private static final Logger log = LoggerFactory.getLogger(WebhookReceiver.class);

    private final WebhookReader reader;
    private final ApplicationEventPublisher events;
    private final int maxBytes;

    /** @param maxBytes how much of a body is worth being read */
    WebhookReceiver(WebhookReader reader, ApplicationEventPublisher events, int maxBytes) {
        this.reader = reader;
        this.events = events;
        this.maxBytes = maxBytes;
    }

    int maxBytes() {
        return maxBytes;
    }

    /**
     * The headers that matter here.
     *
     * @param request gives the values of a header by its name
     */
    static Map<String, List<String>> headers(Function<String, List<String>> request) {
        return Map.of(
                WebhookReader.KEY_HEADER, request.apply(WebhookReader.KEY_HEADER),
                WebhookReader.SIGNATURE_HEADER, request.apply(WebhookReader.SIGNATURE_HEADER));
    }

    /** Publishes the events of a webhook, in the calling thread, and says what to answer. Nothing is thrown. */
    WebhookAnswer receive(byte[] body, Map<String, List<String>> headers) {
        try {
            return publish(reader.read(body, headers));
        } catch (WebhookException e) {
            log.atLevel(level(e.reason())).log("Refused a webhook: {}", printable(String.valueOf(e.getMessage())));
            return new WebhookAnswer(e.status(), "This is no webhook of an app that is known here");
        }
    }

    /** Anybody can call the endpoint; who knows the app's key is worth a look. */
    private static Level level(WebhookException.Reason reason) {
        return switch (reason) {
            case UNSIGNED, UNKNOWN_KEY -> Level.DEBUG;
            case WRONG_SIGNATURE, OUTSIDE_WINDOW, MALFORMED, TOO_LARGE -> Level.WARN;
        };
    }

    /** The message quotes headers, by which a stranger must not write lines of their own. */
    private static String printable(String message) {
        return message.replaceAll("\\p{C}", "?");
    }

    WebhookAnswer tooLarge() {
        log.warn(
                "Refused a webhook: its body has more than {} bytes; if that is no mistake, raise"
                        + " pushcast.webhook.max-size",
                maxBytes);
        return new WebhookAnswer(413, "The body is too large");
    }

    private WebhookAnswer publish(Webhook webhook) {
        boolean allHeard = publishEvent(webhook);
        for (Object event : webhook.events()) {
            allHeard &= publishEvent(event);
        }
        return allHeard ? new WebhookAnswer(200, "") : new WebhookAnswer(500, "A listener failed");
    }

    /** Spring ends an event with the first listener that throws; that is no reason for none to hear of the next event. */
    private boolean publishEvent(Object event) {
        try {
            events.publishEvent(event);
            return true;
        } catch (RuntimeException | Error e) {
            log.error("A listener failed on {}; the server will send the webhook again", event, e);
            return false;
        }
    }
}
