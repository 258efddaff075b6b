package io.pushcast.quarkus.runtime.webhook;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import io.pushcast.quarkus.runtime.ConfigMapper;
import io.pushcast.quarkus.runtime.EncryptionKeyBeans;
import io.pushcast.quarkus.runtime.PushcastConfig;
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

    /** Verifies and reads webhooks of all apps, those with a name too. */
    @Produces
    @Singleton
    @DefaultBean
    WebhookReader webhookReader(
            PushcastConfig config, PusherApp app, JsonCodec json, Instance<EncryptionKeys> encryption) {
        WebhookReader.Builder reader =
                ConfigMapper.webhooks(config.webhook()).app(app).json(json);
        config.apps().forEach((name, named) -> reader.app(ConfigMapper.app(name, named)));
        EncryptionKeyBeans.find(encryption).ifPresent(reader::encryption);
        return reader.build();
    }
}
