package io.pushcast.spring;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.auth.AuthLimits;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.json.jackson3.Jackson3Codec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.message.DeliveryListener;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxException;
import io.pushcast.pusher.PusherApp;
import io.pushcast.transport.Transport;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application's {@link Pushcast} and what it is made of. Each bean gives way to one of the application's own. The
 * {@link DeliveryListener} beans are told what becomes of messages, and {@link PushcastBuilderCustomizer} beans may change
 * the rest.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PushcastProperties.class)
public final class PushcastAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    PusherApp pusherApp(PushcastProperties properties) {
        return AppSettings.of(properties);
    }

    @Bean
    @ConditionalOnMissingBean
    EventMappings pushcastEventMappings() {
        return EventMappings.ofAnnotations();
    }

    @Bean
    @ConditionalOnMissingBean
    JsonCodec pushcastDetectedJsonCodec() {
        return JsonCodec.detect();
    }

    @Bean
    @ConditionalOnMissingBean
    Transport pushcastTransport(PusherApp app, PushcastProperties properties) {
        return Settings.transport(app, properties.http());
    }

    @Bean
    @ConditionalOnMissingBean
    AuthLimits pushcastAuthLimits(PusherApp app, PushcastProperties properties) {
        return Settings.authLimits(app, properties.limits());
    }

    @Bean
    PushcastLifecycle pushcastLifecycle(
            ObjectProvider<Outbox> outbox, ObjectProvider<Pushcast> pushcast, PushcastProperties properties) {
        return new PushcastLifecycle(
                outbox.getIfAvailable(), pushcast, properties.delivery().closeTimeout());
    }

    /** Closed by its lifecycle: after the web server, and as long as {@code pushcast.delivery.close-timeout} says. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean(EventPublisher.class)
    Pushcast pushcast(
            PushcastLifecycle lifecycle,
            PusherApp app,
            Transport transport,
            EventMappings mappings,
            JsonCodec json,
            PushcastProperties properties,
            ObjectProvider<EncryptionKeys> encryption,
            ObjectProvider<Outbox> outbox,
            ObjectProvider<DeliveryListener> listeners,
            ObjectProvider<PushcastBuilderCustomizer> customizers) {
        Pushcast.Builder builder = Pushcast.builder()
                .name(app.appId())
                .transport(transport)
                .mappings(mappings)
                .json(json)
                .limits(Settings.limits(app, properties.limits()))
                .delivery(Settings.delivery(properties.delivery()))
                .resilience(Settings.resilience(properties.retry()));
        encryption.ifAvailable(builder::encryption);
        outbox.ifAvailable(builder::outbox);
        listeners.orderedStream().forEach(builder::listener);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return lifecycle.manage(built(builder));
    }

    private static Pushcast built(Pushcast.Builder builder) {
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

    /** Payloads are written as the application writes its other JSON. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    @ConditionalOnSingleCandidate(JsonMapper.class)
    static final class Jackson3Configuration {

        @Bean
        @ConditionalOnMissingBean
        JsonCodec pushcastJsonCodec(JsonMapper mapper) {
            return new Jackson3Codec(mapper);
        }
    }
}
