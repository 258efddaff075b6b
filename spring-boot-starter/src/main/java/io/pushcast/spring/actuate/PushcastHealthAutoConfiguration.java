package io.pushcast.spring.actuate;

import io.pushcast.Pushcast;
import io.pushcast.outbox.Outbox;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.outbox.PushcastOutboxProperties;
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
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Health: {@code pushcast} is up while the circuit breaker is open and down while the app itself is refused; {@code
 * pushcastOutbox} is down while its oldest message is older than {@code pushcast.outbox.stuck-after}.
 */
@AutoConfiguration(after = PushcastAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@ConditionalOnEnabledHealthIndicator("pushcast")
public final class PushcastHealthAutoConfiguration {

    /** Of the publishers. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(OnPublisher.class)
    static final class PublisherConfiguration
            extends CompositeHealthContributorConfiguration<PushcastHealthIndicator, Pushcast> {

        PublisherConfiguration() {
            super(PushcastHealthIndicator::new);
        }

        @Bean
        @ConditionalOnMissingBean(name = {"pushcastHealthIndicator", "pushcastHealthContributor"})
        HealthContributor pushcastHealthContributor(ConfigurableListableBeanFactory beans) {
            return createContributor(beans, Pushcast.class);
        }
    }

    /** Of the outbox. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean({Outbox.class, PushcastOutboxProperties.class})
    static final class OutboxConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "pushcastOutboxHealthIndicator")
        HealthIndicator pushcastOutboxHealthIndicator(Outbox outbox, PushcastOutboxProperties properties) {
            return new OutboxHealthIndicator(outbox, properties.stuckAfter());
        }
    }
}
