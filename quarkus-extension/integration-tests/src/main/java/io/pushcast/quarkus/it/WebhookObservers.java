package io.pushcast.quarkus.it;

import io.pushcast.webhook.Webhook;
import io.pushcast.webhook.WebhookEvent;
import io.quarkus.runtime.BlockingOperationControl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Remembers the webhooks that came. */
@ApplicationScoped
public class WebhookObservers {

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> seenLater = new LinkedBlockingQueue<>();

    void whole(@Observes Webhook webhook) {
        seen.add("webhook of " + webhook.events().size() + ", may block: "
                + BlockingOperationControl.isBlockingAllowed());
    }

    void any(@Observes WebhookEvent event) {
        seen.add(event.getClass().getSimpleName());
    }

    void member(@Observes WebhookEvent.MemberAdded member, RequestCaller caller) {
        if (member.userId().equals("broken")) {
            throw new IllegalStateException("The database is down");
        }
        seen.add(member.userId() + " entered " + member.channel() + ", told by '" + caller.getName() + "'");
    }

    void memberLater(@ObservesAsync WebhookEvent.MemberAdded member) {
        seenLater.add(member.userId());
    }

    List<String> seen() {
        List<String> copy = new ArrayList<>();
        seen.drainTo(copy);
        return copy;
    }

    BlockingQueue<String> seenLater() {
        return seenLater;
    }
}
