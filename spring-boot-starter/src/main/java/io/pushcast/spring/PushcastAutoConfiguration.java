package io.pushcast.spring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.pusher.rest.Pusher;
import com.pusher.rest.PusherAsync;
import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.auth.AuthLimits;
import io.pushcast.json.JsonCodec;
import io.pushcast.json.jackson2.Jackson2Codec;
import io.pushcast.json.jackson3.Jackson3Codec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.outbox.Outbox;
import io.pushcast.pusher.OfficialClientTransport;
import io.pushcast.pusher.PusherApp;
import io.pushcast.transport.Transport;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/**
 * The application's {@link Pushcast} and what it is made of. Each bean gives way to one of the application's own. The
 * {@link DeliveryListener} beans are told what becomes of messages, and {@link PushcastBuilderCustomizer},
 * {@link DeliverySettingsBuilderCustomizer}, {@link ResilienceSettingsBuilderCustomizer} and
 * {@link PusherTransportBuilderCustomizer} beans may change the rest.
 *
 * <p>Where no app is configured, and there is a bean of the official client ({@link PusherAsync}, or else {@link Pusher}), the
 * publisher sends through it. Where an app is configured, that client is left alone.
 *
 * <p>For each app with a name, below {@code pushcast.apps}, there are a {@link Pushcast} and a {@link PusherApp} with the name
 * as their qualifier.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PushcastProperties.class)
@Import({NamedApps.class, PublisherFactory.class})
public final class PushcastAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    EventMappings pushcastEventMappings() {
        return EventMappings.ofAnnotations();
    }

    @Bean
    @ConditionalOnMissingBean
    JsonCodec pushcastDetectedJsonCodec() {
        return SpringEventProperties.hidden(JsonCodec.detect());
    }

    @Bean
    PushcastLifecycle pushcastLifecycle(
            ListableBeanFactory beans,
            PublisherShutdown end,
            ObjectProvider<Outbox> outbox,
            ObjectProvider<Pushcast> pushcast,
            ObjectProvider<EventPublisher> publishers,
            PushcastProperties properties) {
        PushcastLifecycle lifecycle = new PushcastLifecycle(
                isOfItsOwn(beans, Outbox.class) ? outbox.getIfAvailable() : null,
                pushcast,
                publishers,
                properties.delivery().closeTimeout());
        end.by(lifecycle);
        return lifecycle;
    }

    /** Whether there is such a bean in this context, be there one in its parent or not. */
    private static boolean isOfItsOwn(ListableBeanFactory beans, Class<?> type) {
        return beans.getBeanNamesForType(type, true, false).length > 0;
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(PusherApp.class)
    Transport pushcastTransport(PusherApp app, PublisherFactory publishers) {
        return publishers.transport(app);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(PusherApp.class)
    Limits pushcastLimits(PusherApp app, PushcastProperties properties) {
        return PropertiesMapper.limits(app, properties.limits());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(PusherApp.class)
    AuthLimits pushcastAuthLimits(PusherApp app, PushcastProperties properties) {
        return PropertiesMapper.authLimits(app, properties.limits());
    }

    @Bean
    static PublisherShutdown pushcastPublisherEnd() {
        return new PublisherShutdown();
    }

    /** Closed by {@link PublisherShutdown}: after the web server, and as long as {@code pushcast.delivery.close-timeout} says. */
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean(EventPublisher.class)
    @ConditionalOnBean(PusherApp.class)
    Pushcast pushcast(PusherApp app, Transport transport, Limits limits, PublisherFactory publishers) {
        return publishers.unnamed(app, transport, limits);
    }

    /** The app without a name. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean({PusherApp.class, PushcastConnectionDetails.class})
    @Conditional({DefaultAppCondition.class, OfficialClientCondition.Absent.class})
    static final class PropertiesConfiguration {

        @Bean
        PushcastConnectionDetails pushcastConnectionDetails(PushcastProperties properties, Environment environment) {
            return new PropertiesConnectionDetails(properties, environment);
        }

        @Bean
        PusherApp pusherApp(PushcastConnectionDetails details) {
            return details.app();
        }
    }

    /** No app is configured, and the application has configured the official client itself. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean({PusherApp.class, PushcastConnectionDetails.class})
    @Conditional({DefaultAppCondition.class, OfficialClientCondition.class})
    static final class OfficialClientConfiguration {

        @Bean
        @ConditionalOnMissingBean
        Transport pushcastTransport(ObjectProvider<PusherAsync> asynchronous, ObjectProvider<Pusher> blocking) {
            PusherAsync preferred = asynchronous.getIfAvailable();
            return preferred == null
                    ? OfficialClientTransport.on(blocking.getObject())
                    : OfficialClientTransport.on(preferred);
        }

        @Bean
        @ConditionalOnMissingBean
        Limits pushcastLimits(PushcastProperties properties) {
            return PropertiesMapper.limits(properties.server(), properties.limits());
        }

        /** Closed as that of an app is. */
        @Bean(destroyMethod = "")
        @ConditionalOnMissingBean(EventPublisher.class)
        Pushcast pushcast(Transport transport, Limits limits, PublisherFactory publishers) {
            return publishers.onOfficialClient(transport, limits);
        }
    }

    /** The app that another service names. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(PusherApp.class)
    @ConditionalOnSingleCandidate(PushcastConnectionDetails.class)
    static final class ConnectionDetailsConfiguration {

        @Bean
        PusherApp pusherApp(PushcastConnectionDetails details) {
            return details.app();
        }
    }

    /** Payloads are written as the application writes its other JSON. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObjectMapper.class)
    @ConditionalOnSingleCandidate(ObjectMapper.class)
    @ConditionalOnProperty(name = "spring.http.converters.preferred-json-mapper", havingValue = "jackson2")
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static final class Jackson2Configuration {

        @Bean
        @ConditionalOnMissingBean
        JsonCodec pushcastJsonCodec(ObjectMapper mapper) {
            return SpringEventProperties.hidden(new Jackson2Codec(mapper));
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
            return SpringEventProperties.hidden(new Jackson3Codec(mapper));
        }
    }
}
