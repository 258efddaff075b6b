package io.pushcast.quarkus.runtime.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.json.jackson2.Jackson2Codec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.outbox.Outbox;
import io.pushcast.pusher.PusherApp;
import io.pushcast.quarkus.MutinyEventPublisher;
import io.pushcast.quarkus.runtime.ConfigMapper;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.pushcast.quarkus.runtime.transport.OfficialClient;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ClientProxy;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.BlockingOperationControl;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The beans of the extension. Each gives way to one of the application's own with the same type. {@link DeliveryListener}
 * beans of the application are told what becomes of every message that is sent; a bean of the type {@link EncryptionKeys}
 * opens encrypted channels.
 */
@Singleton
public class PushcastBeans {

    private volatile @Nullable Pushcast running;

    /** For the container. */
    public PushcastBeans() {}

    /** The Pusher app that the configuration describes. Nobody asks for it where the application has an official client instead. */
    @Produces
    @Singleton
    @DefaultBean
    PusherApp app(PushcastConfig config) {
        return ConfigMapper.app(
                config,
                name -> ConfigProvider.getConfig()
                        .getOptionalValue(name, String.class)
                        .orElse(null));
    }

    /** Writes payloads by the application's own mapper. */
    @Produces
    @Singleton
    @DefaultBean
    JsonCodec json(ObjectMapper mapper) {
        return new Jackson2Codec(mapper);
    }

    /** Where events go: what their annotations say. */
    @Produces
    @Singleton
    @DefaultBean
    EventMappings mappings() {
        return EventMappings.ofAnnotations();
    }

    /** What the server takes at most. */
    @Produces
    @Singleton
    @DefaultBean
    Limits limits(PushcastConfig config, Instance<PusherApp> app, OfficialClient client) {
        return client.isUsed()
                ? ConfigMapper.limits(config.server(), config.limits())
                : ConfigMapper.limits(app.get(), config.limits());
    }

    /** How messages are buffered, batched and given up. Threads that must not block never wait for room. */
    @Produces
    @Singleton
    @DefaultBean
    DeliverySettings delivery(PushcastConfig config) {
        return ConfigMapper.delivery(config.delivery(), BlockingOperationControl::isBlockingAllowed);
    }

    /** Publishes, bound to the transaction if there is one; with an outbox, by way of that. */
    @Produces
    @Singleton
    @DefaultBean
    @Typed(Pushcast.class)
    Pushcast pushcast(
            PushcastConfig config,
            Instance<PusherApp> app,
            PublisherFactory publishers,
            Instance<Outbox> outbox,
            TransactionBinding transactions) {
        if (!config.enabled()) {
            return PublisherFactory.disabled("disabled");
        }
        PushcastBuilder pushcast = publishers.unnamed(app);
        if (!outbox.isUnsatisfied()) {
            // It stores messages in the transaction, so nothing may keep them back until after it.
            pushcast.outbox(outbox.get());
        } else {
            pushcast.wrapSink(transactions::bind);
        }
        Pushcast built = pushcast.build();
        running = built;
        return built;
    }

    /** Waits for what is still to be delivered, for the close timeout at most. */
    void close(@Disposes Pushcast pushcast) {
        pushcast.close();
    }

    /** What applications inject; of a normal scope, so that tests can replace it. */
    @Produces
    @ApplicationScoped
    @DefaultBean
    @Typed(EventPublisher.class)
    EventPublisher publisher(Pushcast pushcast) {
        running = pushcast;
        return pushcast;
    }

    /** The same for those who write in Mutiny's way. */
    @Produces
    @Singleton
    @DefaultBean
    MutinyEventPublisher mutiny(EventPublisher publisher, Instance<Outbox> outbox) {
        return outbox.isUnsatisfied()
                ? new MutinyEventPublisher(publisher)
                : new MutinyEventPublisher(publisher, Arc.requireContainer().getExecutorService());
    }

    /**
     * What is wrong with the configuration is said at start, and not when the first event is published. A publisher of the
     * application's own, or of a test's, has what it needs start with it: what nobody publishes by does not run.
     */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event, EventPublisher publisher) {
        ClientProxy.unwrap(publisher);
    }

    /**
     * After what others still publish when the application ends, and before beans are destroyed: what is delivered last needs
     * the application's executor, and an outbox its datasource.
     */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) ShutdownEvent event) {
        Pushcast pushcast = running;
        if (pushcast != null) {
            pushcast.close();
        }
    }
}
