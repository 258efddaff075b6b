package io.pushcast.spring.event;

import io.pushcast.EventPublisher;
import io.pushcast.mapping.EventMappings;
import io.pushcast.outbox.Outbox;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import io.pushcast.spring.transaction.ForeignTransactions;
import org.springframework.beans.factory.ListableBeanFactory;
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
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
public final class PushcastEventAutoConfiguration {

    /** Where it is not clear which publisher events go to, the first of them says so. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(EventMappings.class)
    static final class ListenerConfiguration {

        /** A parent context hears the events of its children, too. */
        @Bean
        @ConditionalOnMissingBean
        static EventListenerRegistration pushcastEventListenerRegistration() {
            return new EventListenerRegistration();
        }

        @Bean
        @ConditionalOnMissingBean
        MappedEventListener pushcastEventListener(
                EventMappings mappings, ObjectProvider<EventPublisher> publishers, ListableBeanFactory beans) {
            return new MappedEventListener(mappings, new EventPublisherSource(publishers, beans));
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
    static final class TransactionConfiguration {

        /** Last, and so around whatever else the application wraps: it sees messages after the commit only. */
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        PushcastBuilderCustomizer transactionBoundPushcast(ObjectProvider<Outbox> outbox, ListableBeanFactory beans) {
            return new TransactionBinding(outbox.getIfAvailable() != null, ForeignTransactions.of(beans));
        }
    }

    /** Where chains are reactive. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({TransactionContext.class, Mono.class})
    @ConditionalOnSingleCandidate(EventPublisher.class)
    static final class ReactiveConfiguration {

        @Bean
        @ConditionalOnMissingBean
        ReactiveEventPublisher reactiveEventPublisher(EventPublisher publisher, ObjectProvider<Outbox> outbox) {
            return new ReactiveEventPublisher(publisher, outbox.getIfAvailable() != null);
        }
    }
}
