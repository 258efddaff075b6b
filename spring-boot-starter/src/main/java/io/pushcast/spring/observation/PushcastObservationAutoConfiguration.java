package io.pushcast.spring.observation;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import io.pushcast.outbox.Outbox;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import io.pushcast.spring.outbox.OutboxBuilderCustomizer;
import io.pushcast.spring.outbox.PushcastOutboxAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Observes each message in the application's {@link ObservationRegistry}: {@code pushcast.publish} by who publishes it, and
 * with an outbox {@code pushcast.deliver} by who delivers it, as part of the same trace. To have none, set {@code
 * management.observations.enable.pushcast=false}.
 */
@AutoConfiguration(
        before = {PushcastAutoConfiguration.class, PushcastOutboxAutoConfiguration.class},
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@ConditionalOnClass({ObservationRegistry.class, SenderContext.class})
@ConditionalOnBean(ObservationRegistry.class)
public final class PushcastObservationAutoConfiguration {

    @Bean
    CurrentTrace pushcastCurrentTrace() {
        return new CurrentTrace();
    }

    /** Within what waits for the transaction: what never goes out is not observed. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE - 1)
    PushcastBuilderCustomizer pushcastObservation(ObservationRegistry registry, CurrentTrace trace) {
        return new PublisherObservation(registry, trace);
    }

    /** Where there is an outbox. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Outbox.class)
    @ConditionalOnBooleanProperty("pushcast.outbox.enabled")
    static final class OutboxConfiguration {

        /** First: the application's own headers take the place of these. */
        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        OutboxBuilderCustomizer pushcastTraceHeaders(CurrentTrace trace) {
            return builder -> builder.headers(trace);
        }

        @Bean
        RelayObservations pushcastRelayObservations(ObservationRegistry registry) {
            return new RelayObservations(registry);
        }
    }
}
