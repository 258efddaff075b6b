package io.pushcast.spring;

import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.ServerProfile;
import io.pushcast.transport.Transport;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

/**
 * Builds publishers of the beans and properties that there are.
 *
 * @param lifecycle starts and ends the publishers
 * @param properties what publishers are set up with
 * @param mappings where events go
 * @param json writes payloads
 * @param encryption the keys for encrypted channels
 * @param outbox stores the messages of the app without a name
 * @param listeners are told of all messages
 * @param customizers change publishers
 * @param delivery change how messages are delivered
 * @param resilience change how failures are met
 * @param transports change how requests are sent
 * @param bundles whom to trust over TLS
 */
record PublisherFactory(
        PushcastLifecycle lifecycle,
        PushcastProperties properties,
        EventMappings mappings,
        JsonCodec json,
        ObjectProvider<EncryptionKeys> encryption,
        ObjectProvider<Outbox> outbox,
        ObjectProvider<DeliveryListener> listeners,
        ObjectProvider<PushcastBuilderCustomizer> customizers,
        ObjectProvider<DeliverySettingsBuilderCustomizer> delivery,
        ObjectProvider<ResilienceSettingsBuilderCustomizer> resilience,
        ObjectProvider<PusherTransportBuilderCustomizer> transports,
        ObjectProvider<SslBundles> bundles) {

    /** Makes the beans that publishers are made of, so that building one asks for none. */
    void prepare() {
        Stream.of(encryption, outbox, listeners, customizers, delivery, resilience, transports)
                .forEach(each -> each.orderedStream().forEach(bean -> {}));
    }

    /** That of the app without a name, which alone has the outbox. */
    Pushcast unnamed(PusherApp app, Transport transport, Limits limits) {
        return unnamed(builder(app.server(), transport).name(app.appId()).limits(limits));
    }

    /** That of the client which the application has configured itself; it has the outbox, too. */
    Pushcast onOfficialClient(Transport transport, Limits limits) {
        return unnamed(builder(properties.server(), transport).limits(limits));
    }

    private Pushcast unnamed(PushcastBuilder builder) {
        Outbox stored = outbox.getIfAvailable();
        if (stored != null) {
            builder.outbox(stored);
        }
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return lifecycle.manage(build(builder), stored == null);
    }

    /** That of an app with a name. */
    Pushcast named(String name, PusherApp app) {
        PushcastBuilder builder = builder(app.server(), transport(app)).name(name);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder, name));
        return lifecycle.manage(build(builder), true);
    }

    /** What sends to an app. */
    Transport transport(PusherApp app) {
        return PropertiesMapper.transport(
                app,
                properties.http(),
                PropertiesMapper.tls(properties.ssl(), bundles::getObject),
                transports.orderedStream());
    }

    private PushcastBuilder builder(ServerProfile server, Transport transport) {
        PushcastBuilder builder = Pushcast.builder()
                .transport(transport)
                .mappings(mappings)
                .json(json)
                .limits(PropertiesMapper.limits(server, properties.limits()))
                .delivery(PropertiesMapper.delivery(properties.delivery(), delivery.orderedStream()))
                .resilience(PropertiesMapper.resilience(properties.retry(), resilience.orderedStream()));
        encryption.ifAvailable(builder::encryption);
        listeners.orderedStream().forEach(builder::listener);
        return builder;
    }

    private static Pushcast build(PushcastBuilder builder) {
        try {
            return builder.build();
        } catch (OutboxException e) {
            throw new PushcastConfigurationException(
                    String.valueOf(e.getMessage()),
                    "Have the tables created by Flyway (add classpath:io/pushcast/outbox/jdbc/{vendor} to"
                            + " spring.flyway.locations), by Liquibase, or by pushcast.outbox.initialize-schema=always."
                            + " To run without the outbox, set pushcast.outbox.enabled=false.",
                    e);
        }
    }
}
