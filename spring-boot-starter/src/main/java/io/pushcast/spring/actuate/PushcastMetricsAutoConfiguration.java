package io.pushcast.spring.actuate;

import io.micrometer.core.instrument.MeterRegistry;
import io.pushcast.Pushcast;
import io.pushcast.metrics.OutboxMetrics;
import io.pushcast.metrics.PushcastMetrics;
import io.pushcast.metrics.SubscriberMetrics;
import io.pushcast.outbox.Outbox;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The meters of publishers and outbox, in the application's {@link MeterRegistry}. */
@AutoConfiguration(
        before = PushcastAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "io.pushcast.spring.outbox.PushcastOutboxAutoConfiguration"
        })
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class PushcastMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(PushcastMetrics.class)
    PushcastBuilderCustomizer pushcastMetrics(MeterRegistry registry) {
        return new PublisherMetrics(registry);
    }

    @Bean
    @ConditionalOnMissingBean
    SubscriberMetrics pushcastSubscriberMetrics(MeterRegistry registry) {
        return SubscriberMetrics.in(registry);
    }

    /** Where there is an outbox. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(Outbox.class)
    static final class OutboxConfiguration {

        @Bean
        @ConditionalOnMissingBean
        OutboxMetrics pushcastOutboxMetrics(Outbox outbox, ObjectProvider<Pushcast> publisher) {
            Pushcast pushcast = publisher.getIfUnique();
            return OutboxMetrics.of(
                    pushcast == null ? "pushcast" : pushcast.status().name(), outbox.status());
        }
    }
}
