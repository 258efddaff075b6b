package io.pushcast.quarkus.runtime.subscribe;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import io.pushcast.quarkus.SubscriberCustomizer;
import io.pushcast.quarkus.runtime.EncryptionKeyBeans;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.pushcast.quarkus.runtime.SubscriberConfig;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.subscribe.SubscriberBuilder;
import io.pushcast.subscribe.SubscriberListener;
import io.quarkus.arc.All;
import io.quarkus.arc.Arc;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The application's subscriber. It connects when everything else has started, if there is a channel to subscribe to, and stops before
 * anything else does. It gives way to the application's own.
 */
@Singleton
public class SubscriberBeans {

    private final PushcastConfig config;
    private volatile @Nullable Subscriber started;

    SubscriberBeans(PushcastConfig config) {
        this.config = config;
    }

    /** Calls the {@code @Subscribe} methods of all beans. */
    @Produces
    @Singleton
    @DefaultBean
    Subscriber subscriber(
            PusherApp app,
            JsonCodec json,
            SubscribeMethods methods,
            Instance<EncryptionKeys> encryption,
            @All List<SubscriberListener> listeners,
            @All List<SubscriberCustomizer> customizers) {
        SubscriberBuilder subscriber = Subscriber.builder()
                .app(app)
                .json(json)
                .executor(Arc.requireContainer().getExecutorService());
        EncryptionKeyBeans.find(encryption).ifPresent(subscriber::encryption);
        listeners.forEach(subscriber::listener);
        try {
            configure(subscriber, config.subscriber());
            customizers.forEach(customizer -> customizer.customize(subscriber));
            methods.addTo(subscriber);
            return subscriber.build();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("The application can't receive events: " + e.getMessage(), e);
        }
    }

    private static void configure(SubscriberBuilder subscriber, SubscriberConfig config) {
        config.eventIds().ifPresent(subscriber::eventIds);
        config.eventSequence().ifPresent(subscriber::eventSequence);
        config.activityTimeout().ifPresent(subscriber::activityTimeout);
        config.pongTimeout().ifPresent(subscriber::pongTimeout);
        long bytes =
                config.buffer().size().map(size -> size.asLongValue()).orElse(SubscriberBuilder.DEFAULT_BUFFER_BYTES);
        subscriber.buffer(config.buffer().events().orElse(SubscriberBuilder.DEFAULT_BUFFER_EVENTS), bytes);
    }

    /** What is left when the application ends. */
    void close(@Disposes Subscriber subscriber) {
        subscriber.close(config.subscriber().closeTimeout());
    }

    /** Connects, when all else has started. An application that receives nothing has no subscriber, and may have no app. */
    void start(
            @Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) StartupEvent event,
            Instance<Subscriber> bean,
            SubscribeMethods methods,
            @All List<SubscriberCustomizer> customizers) {
        boolean isUsed = !methods.isEmpty() || !customizers.isEmpty() || isApplications(bean);
        if (isUsed && config.enabled() && config.subscriber().enabled()) {
            Subscriber subscriber = bean.get();
            if (!subscriber.status().subscriptions().isEmpty()) {
                subscriber.start();
                started = subscriber;
            }
        }
    }

    private static boolean isApplications(Instance<Subscriber> bean) {
        return !SubscriberBeans.class.equals(bean.getHandle().getBean().getBeanClass());
    }

    /** Stops, before anything that handlers need does. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        Subscriber subscriber = started;
        if (subscriber != null) {
            subscriber.stop(config.subscriber().closeTimeout());
        }
    }
}
