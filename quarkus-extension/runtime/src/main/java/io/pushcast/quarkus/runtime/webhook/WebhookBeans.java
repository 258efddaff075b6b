package io.pushcast.quarkus.runtime.webhook;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import io.pushcast.quarkus.runtime.EncryptionKeyBeans;
import io.pushcast.webhook.WebhookReader;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What reads webhooks. It gives way to the application's own. */
@Singleton
public class WebhookBeans {

    /** For the container. */
    public WebhookBeans() {}

    /** Verifies and reads webhooks. */
    @Produces
    @Singleton
    @DefaultBean
    WebhookReader webhookReader(PusherApp app, JsonCodec json, Instance<EncryptionKeys> encryption) {
        WebhookReader.Builder reader = WebhookReader.builder().app(app).json(json);
        EncryptionKeyBeans.find(encryption).ifPresent(reader::encryption);
        return reader.build();
    }
}
