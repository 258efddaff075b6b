package io.pushcast.spring.event;

import io.pushcast.EventPublisher;
import io.pushcast.mapping.EventMappings;
import io.pushcast.outbox.Outbox;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.reactive.TransactionContext;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

/**
 * Publishes mapped events that the application publishes by its
 * {@link org.springframework.context.ApplicationEventPublisher ApplicationEventPublisher}, and binds all messages to the
 * transaction in which they are published: after its commit, never if it rolls back, at once if there is none.
 */
@AutoConfiguration(after = PushcastAutoConfiguration.class)
public final class PushcastEventAutoConfiguration {

    /** Where it is clear which publisher events go to. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(EventPublisher.class)
    @ConditionalOnBean(EventMappings.class)
    static final class ListenerConfiguration {

        @Bean
        MappedEventListener pushcastEventListener(EventMappings mappings, ObjectProvider<EventPublisher> publisher) {
            return new MappedEventListener(mappings, publisher::getObject);
        }

        @Bean
        @ConditionalOnMissingBean
        KnownEvents pushcastKnownEvents(ConfigurableListableBeanFactory beans) {
            return KnownEvents.ofApplication(beans);
        }

        @Bean
        @ConditionalOnBooleanProperty(name = "pushcast.events.verify", matchIfMissing = true)
        EventVerification pushcastEventVerification(EventMappings mappings, KnownEvents events) {
            return new EventVerification(mappings, events);
        }
    }

    /** Where there are transactions of Spring's. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(TransactionSynchronizationManager.class)
    @ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
    static final class TransactionConfiguration {

        /** Last, and so around whatever else the application wraps: it sees messages after the commit only. */
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        PushcastBuilderCustomizer transactionBoundPushcast(ObjectProvider<Outbox> outbox) {
            return new TransactionBinding(outbox.getIfAvailable() != null);
        }
    }

    /** Where chains are reactive. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({TransactionContext.class, Mono.class})
    @ConditionalOnSingleCandidate(EventPublisher.class)
    static final class ReactiveConfiguration {

        @Bean
        @ConditionalOnMissingBean
        ReactiveEventPublisher reactiveEventPublisher(EventPublisher publisher) {
            return new ReactiveEventPublisher(publisher);
        }
    }
}
