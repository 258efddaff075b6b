package io.pushcast.webhook;

import java.time.Instant;
import java.util.List;

/**
 * A webhook that was verified. Servers send a webhook again when it was not answered with success, so that the same one may
 * come more than once.
 *
 * @param key the key that it is signed with; tells the app where there are several
 * @param time when the server made it, by the server's clock
 * @param events what happened, in the order in which the server tells it; {@link WebhookEvent.Malformed} stands for one that
 *     can't be read
 */
public record Webhook(String key, Instant time, List<WebhookEvent> events) {

    /** Takes a copy. */
    public Webhook {
        events = List.copyOf(events);
    }

    /** The events of one kind, in their order: {@code webhook.events(WebhookEvent.MemberAdded.class)}. */
    public <E extends WebhookEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
