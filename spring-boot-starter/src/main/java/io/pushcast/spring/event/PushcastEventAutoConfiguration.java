package io.pushcast.spring.event;

import io.pushcast.EventPublisher;
import io.pushcast.mapping.EventMappings;
import io.pushcast.outbox.Outbox;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import io.pushcast.spring.PushcastProperties;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;
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

    private static final String METADATA_READERS =
            "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

    @Bean
    MappedEventListener pushcastEventListener(EventMappings mappings, ObjectProvider<EventPublisher> publisher) {
        return new MappedEventListener(mappings, publisher::getObject);
    }

    @Bean
    @ConditionalOnMissingBean
    KnownEvents pushcastKnownEvents(BeanFactory beans, ResourceLoader resources, PushcastProperties properties) {
        List<String> packages = properties.events().packages();
        if (packages.isEmpty() && AutoConfigurationPackages.has(beans)) {
            packages = AutoConfigurationPackages.get(beans);
        }
        return KnownEvents.in(
                packages, metadataReaders(beans, resources), Objects.requireNonNull(resources.getClassLoader()));
    }

    /** That of the context, if there is one: it has read most of these classes. */
    private static MetadataReaderFactory metadataReaders(BeanFactory beans, ResourceLoader resources) {
        return beans.containsBean(METADATA_READERS)
                ? beans.getBean(METADATA_READERS, MetadataReaderFactory.class)
                : new CachingMetadataReaderFactory(resources);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "pushcast.events.verify", matchIfMissing = true)
    EventVerification pushcastEventVerification(EventMappings mappings, KnownEvents events) {
        return new EventVerification(mappings, events);
    }

    /** Where there are transactions of Spring's. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(TransactionSynchronizationManager.class)
    static final class TransactionConfiguration {

        /** Last, and so around whatever else the application wraps: it sees messages after the commit only. */
        @Bean
        @Order(Ordered.LOWEST_PRECEDENCE)
        PushcastBuilderCustomizer transactionBoundPushcast(ObjectProvider<Outbox> outbox) {
            return new TransactionBinding(outbox.getIfAvailable() != null);
        }
    }
}
