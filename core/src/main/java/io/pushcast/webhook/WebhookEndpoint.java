package io.pushcast.webhook;

import io.pushcast.webhook.WebhookException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Takes webhooks from a web framework, tells listeners of them, and says what to answer. Immutable and safe for use by several
 * threads.
 *
 * <p>The framework asks {@link #check} before it reads the body, reads no more than {@link #maxBodyBytes()} of it, and hands it
 * to {@link #receive}. No method throws because of what a stranger sent.
 */
public final class WebhookEndpoint {

    private static final Logger log = LoggerFactory.getLogger(WebhookEndpoint.class);

    private final WebhookReader reader;
    private final Listeners listeners;
    private final String maxSizeSetting;
    private final @Nullable RecentWebhooks recent;

    /**
     * Takes webhooks that the reader accepts.
     *
     * @param maxSizeSetting what an operator changes to accept larger bodies, for the log
     */
    public WebhookEndpoint(WebhookReader reader, Listeners listeners, String maxSizeSetting) {
        this(reader, listeners, maxSizeSetting, null);
    }

    private WebhookEndpoint(
            WebhookReader reader, Listeners listeners, String maxSizeSetting, @Nullable RecentWebhooks recent) {
        this.reader = Objects.requireNonNull(reader, "reader");
        this.listeners = Objects.requireNonNull(listeners, "listeners");
        this.maxSizeSetting = Objects.requireNonNull(maxSizeSetting, "maxSizeSetting");
        this.recent = recent;
    }

    /**
     * The same, but a webhook that listeners have heard of is answered with 200 when it comes again, byte for byte, and they
     * hear nothing of it. So neither the server, whose first answer was lost, nor somebody who overheard a webhook makes them
     * hear twice. It is remembered by a digest as long as the reader would take it, in this instance of the service: one that
     * comes to another instance, or after a restart, is heard again.
     */
    public WebhookEndpoint droppingRepeats() {
        return new WebhookEndpoint(
                reader, listeners, maxSizeSetting, new RecentWebhooks(reader.clock(), reader.replayWindow()));
    }

    /** How many bytes of a body are worth reading. For a longer one, answer {@link #tooLarge()}. */
    public int maxBodyBytes() {
        return reader.maxBodyBytes();
    }

    /**
     * The headers that matter here.
     *
     * @param request gives all values of a header by its name; an empty list if the request does not have it
     */
    public static Map<String, List<String>> headers(Function<String, List<String>> request) {
        return Map.of(
                WebhookReader.KEY_HEADER, request.apply(WebhookReader.KEY_HEADER),
                WebhookReader.SIGNATURE_HEADER, request.apply(WebhookReader.SIGNATURE_HEADER));
    }

    /**
     * The refusal of a request whose headers show that it is no webhook of an app that is known here, whatever its body is;
     * empty if the body is worth reading.
     */
    public Optional<WebhookResponse> check(Map<String, ? extends List<String>> headers) {
        try {
            reader.check(headers);
            return Optional.empty();
        } catch (WebhookException e) {
            return Optional.of(refuse(e));
        }
    }

    /**
     * Tells the listeners, in the calling thread, and says what to answer: 200 once all of them have heard everything; 500 if
     * one of them failed, upon which the server sends the webhook again; else 401, 400 or 413, and the log says why.
     *
     * <p>They hear of the {@link Webhook} first, and then of each of its {@link WebhookEvent}s in their order, also if one of
     * them fails.
     */
    public WebhookResponse receive(byte[] body, Map<String, ? extends List<String>> headers) {
        try {
            Webhook webhook = reader.read(body, headers);
            return recent == null
                    ? tell(webhook)
                    : tellOnce(webhook, RecentWebhooks.digest(webhook.key(), body), recent);
        } catch (WebhookException e) {
            return refuse(e);
        }
    }

    private WebhookResponse tellOnce(Webhook webhook, String digest, RecentWebhooks known) {
        switch (known.begin(digest)) {
            case TOLD -> {
                log.debug("A webhook of {} came again and is dropped", webhook.time());
                return new WebhookResponse(200, "");
            }
            case BEING_TOLD -> {
                log.debug("A webhook of {} came again while listeners hear of it", webhook.time());
                return new WebhookResponse(503, "It is being told");
            }
            case NEW -> log.trace("A webhook of {}", webhook.time());
        }
        boolean heard = false;
        try {
            WebhookResponse response = tell(webhook);
            heard = response.status() == 200;
            return response;
        } finally {
            known.end(digest, heard);
        }
    }

    /** The refusal of a body of more than {@link #maxBodyBytes()}. */
    public WebhookResponse tooLarge() {
        log.warn(
                "Refused a webhook: its body has more than {} bytes; if that is no mistake, raise {}",
                maxBodyBytes(),
                maxSizeSetting);
        return new WebhookResponse(413, "The body is too large");
    }

    private WebhookResponse refuse(WebhookException refusal) {
        if (refusal.reason() == Reason.TOO_LARGE) {
            return tooLarge();
        }
        log.atLevel(level(refusal.reason())).log("Refused a webhook: {}", refusal.getMessage());
        return new WebhookResponse(refusal.status(), "This is no webhook of an app that is known here");
    }

    /** Anybody can call the endpoint; a caller who knows the app's key is worth a look. */
    private static Level level(Reason reason) {
        return switch (reason) {
            case UNSIGNED, UNKNOWN_KEY -> Level.DEBUG;
            case WRONG_SIGNATURE, OUTSIDE_WINDOW, MALFORMED, TOO_LARGE -> Level.WARN;
        };
    }

    private WebhookResponse tell(Webhook webhook) {
        List<Object> all = new ArrayList<>();
        all.add(webhook);
        all.addAll(webhook.events());
        boolean heard = true;
        for (Object event : all) {
            heard &= tell(event);
        }
        if (!heard) {
            return new WebhookResponse(500, "A listener failed");
        }
        listeners.onComplete(all);
        return new WebhookResponse(200, "");
    }

    private boolean tell(Object event) {
        try {
            listeners.onEvent(event);
            return true;
        } catch (RuntimeException | Error e) {
            log.error("A listener failed on {}; the server will send the webhook again", event, e);
            return false;
        }
    }

    /** The application's listeners, as its framework calls them. */
    @FunctionalInterface
    public interface Listeners {

        /**
         * Calls the listeners of one event, and throws what one of them threw.
         *
         * @param event a {@link Webhook} or a {@link WebhookEvent}
         */
        void onEvent(Object event);

        /**
         * Called once no listener has failed, with all that they were told.
         *
         * <p>Listeners that are called later and elsewhere hear of it here: if they heard of it before, they would hear of it
         * again when the server sends the webhook again.
         */
        default void onComplete(List<Object> events) {}
    }
}
