package io.pushcast.spring.readme;

import io.pushcast.webhook.WebhookEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class Arrivals {

    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);

    // README
    @EventListener
    void arrived(WebhookEvent.MemberAdded arrival) {
        log.info("{} came to {}", arrival.userId(), arrival.channel());
    }
    // README
}
