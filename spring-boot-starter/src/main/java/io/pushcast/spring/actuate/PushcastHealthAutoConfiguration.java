package io.pushcast.spring.actuate;

import static io.pushcast.spring.PushcastConfigurationException.checked;

import io.pushcast.Pushcast;
import io.pushcast.health.OutboxHealth;
import io.pushcast.health.PublisherHealth;
import io.pushcast.health.SubscriberHealth;
import io.pushcast.message.DeliveryStatus.ServerState;
import io.pushcast.outbox.Outbox;
import io.pushcast.spring.ConditionalOnAnyBean;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastProperties;
import io.pushcast.subscribe.Subscriber;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Health: {@code pushcast} of the publishers, as {@link PublisherHealth} judges them, and {@code pushcastOutbox}, as
 * {@link OutboxHealth} does, and {@code pushcastSubscriber}, as {@link SubscriberHealth} does. The states {@code REFUSED} and {@code LATE} are statuses of their own, on which load balancers need
 * not act: no instance of the application would fare better.
 */
@AutoConfiguration(
        after = PushcastAutoConfiguration.class,
        afterName = "io.pushcast.spring.subscribe.PushcastSubscribeAutoConfiguration")
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("pushcast")
public final class PushcastHealthAutoConfiguration {

    private static final String MAX_WAIT = "pushcast.health.max-wait";

    private static Duration maxWait(PushcastProperties properties) {
        return properties.health().maxWait();
    }

    /** Of the publishers. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnAnyBean(Pushcast.class)
    static final class PublisherConfiguration
            extends CompositeHealthContributorConfiguration<PushcastHealthIndicator, Pushcast> {

        PublisherConfiguration(PushcastProperties properties) {
            super(pushcast -> new PushcastHealthIndicator(checked(
                    "pushcast.health", () -> new PublisherHealth(pushcast.status(), maxWait(properties), MAX_WAIT))));
        }

        @Bean
        @ConditionalOnMissingBean(name = {"pushcastHealthIndicator", "pushcastHealthContributor"})
        HealthContributor pushcastHealthContributor(ConfigurableListableBeanFactory beans) {
            return createContributor(beans, Pushcast.class);
        }
    }

    /** Of the subscriber. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean({Subscriber.class, PushcastProperties.class})
    static final class SubscriberConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "pushcastSubscriberHealthIndicator")
        HealthIndicator pushcastSubscriberHealthIndicator(Subscriber subscriber, PushcastProperties properties) {
            return new SubscriberHealthIndicator(checked(
                    "pushcast.health", () -> new SubscriberHealth(subscriber.status(), maxWait(properties), MAX_WAIT)));
        }
    }

    /** Of the outbox. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean({Outbox.class, PushcastProperties.class})
    static final class OutboxConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "pushcastOutboxHealthIndicator")
        HealthIndicator pushcastOutboxHealthIndicator(
                Outbox outbox, ObjectProvider<Pushcast> publisher, PushcastProperties properties) {
            return new OutboxHealthIndicator(checked(
                    "pushcast.health",
                    () -> new OutboxHealth(outbox.status(), () -> server(publisher), maxWait(properties), MAX_WAIT)));
        }

        /** Without a publisher, nothing is known of the server. */
        private static ServerState server(ObjectProvider<Pushcast> publisher) {
            Pushcast pushcast = publisher.getIfUnique();
            return pushcast == null ? ServerState.SERVING : pushcast.status().server();
        }
    }
}
