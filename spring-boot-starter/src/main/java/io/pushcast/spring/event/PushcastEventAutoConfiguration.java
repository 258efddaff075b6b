package io.pushcast.spring.event;

import io.pushcast.EventPublisher;
import io.pushcast.mapping.EventMappings;
import io.pushcast.outbox.Outbox;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Publishes mapped events that the application publishes by its
 * {@link org.springframework.context.ApplicationEventPublisher ApplicationEventPublisher}, and binds all messages to the
 * transaction in which they are published: after its commit, never if it rolls back, at once if there is none.
 */
@AutoConfiguration(after = PushcastAutoConfiguration.class)
@ConditionalOnSingleCandidate(EventPublisher.class)
@ConditionalOnBean(EventMappings.class)
public final class PushcastEventAutoConfiguration {

    @Bean
    MappedEventListener pushcastEventListener(EventMappings mappings, ObjectProvider<EventPublisher> publisher) {
        return new MappedEventListener(mappings, publisher::getObject);
    }

    /** Where there are transactions of Spring's, unless an outbox stores messages in them. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(TransactionSynchronizationManager.class)
    @ConditionalOnMissingBean(Outbox.class)
    static final class TransactionConfiguration {

        /** Last, and so around whatever else the application wraps: it sees messages after the commit only. */
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        PushcastBuilderCustomizer transactionBoundPushcast() {
            return builder -> builder.wrapSink(TransactionBoundSink::new);
        }
    }
}
