package io.pushcast.spring.subscribe;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.subscribe.SubscriberBuilder;
import io.pushcast.subscribe.SubscriberListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * The application's {@link Subscriber}, which calls the {@link io.pushcast.subscribe.Subscribe} methods of all beans. It connects once
 * the context is started, if there is a channel to subscribe to, and stops before anything else does. {@link SubscriberListener} beans
 * are told what happens, {@link SubscriberBuilderCustomizer} beans may change the rest, and a bean of the application's own takes its
 * place.
 */
@AutoConfiguration(after = PushcastAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "pushcast.subscriber.enabled", matchIfMissing = true)
@ConditionalOnBean(PusherApp.class)
@EnableConfigurationProperties(PushcastSubscriberProperties.class)
public final class PushcastSubscribeAutoConfiguration {

    /** Closed by its lifecycle, within the close timeout. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Subscriber pushcastSubscriber(
            PusherApp app,
            JsonCodec json,
            ConfigurableListableBeanFactory beans,
            ObjectProvider<EncryptionKeys> encryption,
            ObjectProvider<SubscriberListener> listeners,
            ObjectProvider<SubscriberBuilderCustomizer> customizers,
            PushcastSubscriberProperties properties) {
        SubscriberBuilder subscriber = Subscriber.builder().app(app).json(json);
        PushcastConfigurationException.checked("pushcast.subscriber", () -> configured(subscriber, properties));
        encryption.ifAvailable(subscriber::encryption);
        listeners.orderedStream().forEach(subscriber::listener);
        customizers.orderedStream().forEach(customizer -> customizer.customize(subscriber));
        new SubscribeMethods(beans).addTo(subscriber);
        try {
            return subscriber.build();
        } catch (IllegalArgumentException e) {
            throw new PushcastConfigurationException(
                    "The application can't receive what its @Subscribe methods ask for: " + e.getMessage() + ".",
                    "Add what is missing, such as the property or the bean, or a SubscriberBuilderCustomizer.",
                    e);
        }
    }

    private static SubscriberBuilder configured(SubscriberBuilder subscriber, PushcastSubscriberProperties properties) {
        if (properties.eventIds() != null) {
            subscriber.eventIds(properties.eventIds());
        }
        if (properties.eventSequence() != null) {
            subscriber.eventSequence(properties.eventSequence());
        }
        return subscriber
                .activityTimeout(properties.activityTimeout())
                .pongTimeout(properties.pongTimeout())
                .buffer(properties.buffer().events(), properties.buffer().size().toBytes());
    }

    @Bean
    SubscriberLifecycle pushcastSubscriberLifecycle(Subscriber subscriber, PushcastSubscriberProperties properties) {
        return new SubscriberLifecycle(subscriber, properties.closeTimeout());
    }
}
