package io.pushcast.spring.webhook;

import io.pushcast.webhook.Webhook;
import io.pushcast.webhook.WebhookEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.event.EventListener;

/** Listens as applications do. */
class WebhookListeners {

    final List<String> lines = new CopyOnWriteArrayList<>();

    @EventListener
    void webhook(Webhook webhook) {
        lines.add("webhook of " + webhook.events().size());
    }

    @EventListener
    void arrived(WebhookEvent.MemberAdded event) {
        if (event.userId().equals("trouble")) {
            throw new IllegalStateException("the listener's own failure");
        }
        lines.add(event.userId() + " came to " + event.channel());
    }

    @EventListener
    void left(WebhookEvent.MemberRemoved event) {
        lines.add(event.userId() + " left " + event.channel());
    }
}
