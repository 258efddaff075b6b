package io.pushcast.quarkus.runtime.event;

import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.DeliveryListener;
import io.pushcast.pusher.PusherApp;
import io.pushcast.quarkus.runtime.ConfigMapper;
import io.pushcast.quarkus.runtime.ListenerForEachPublisher;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.pushcast.quarkus.runtime.transport.OfficialClient;
import io.pushcast.quarkus.runtime.transport.TransportFactory;
import io.pushcast.transport.Transport;
import io.quarkus.arc.All;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;

/** Builds publishers of the beans and the configuration that there are. */
@Singleton
public class PublisherFactory {

    private final PushcastConfig config;
    private final Instance<PublisherSetup> setup;
    private final TransportFactory transports;
    private final OfficialClient client;
    private final DeliverySettings delivery;
    private final List<DeliveryListener> listeners;
    private final List<ListenerForEachPublisher> listenersForEach;

    PublisherFactory(
            PushcastConfig config,
            Instance<PublisherSetup> setup,
            TransportFactory transports,
            OfficialClient client,
            DeliverySettings delivery,
            @All List<DeliveryListener> listeners,
            @All List<ListenerForEachPublisher> listenersForEach) {
        this.config = config;
        this.setup = setup;
        this.transports = transports;
        this.client = client;
        this.delivery = delivery;
        this.listeners = List.copyOf(listeners);
        this.listenersForEach = List.copyOf(listenersForEach);
    }

    /** A publisher to the app, as far as all publishers are alike. */
    PushcastBuilder builder(PusherApp app) {
        return builder(transports.transport(app));
    }

    /** The publisher to the app without a name, or by the official client that the application has in its place. */
    PushcastBuilder unnamed(Instance<PusherApp> app) {
        return client.isUsed()
                ? builder(client.transport())
                : builder(app.get()).name(app.get().appId());
    }

    private PushcastBuilder builder(Transport transport) {
        PushcastBuilder pushcast = setup.get()
                .configure(Pushcast.builder())
                .delivery(delivery)
                .resilience(ConfigMapper.resilience(config.retry()))
                .transport(transport);
        listeners.forEach(pushcast::listener);
        listenersForEach.forEach(each -> pushcast.listener(each.create()));
        return pushcast;
    }

    /** A publisher that accepts what is published and sends it nowhere. */
    static Pushcast disabled(String name) {
        return Pushcast.builder()
                .name(name)
                .transport(Transport.toNowhere())
                .json(value -> "null")
                .build();
    }
}
