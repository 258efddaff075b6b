package io.pushcast.spring.modulith;

import io.pushcast.EventPublisher;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.event.KnownEvents;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.modulith.events.EventExternalizationConfiguration;
import org.springframework.modulith.events.support.DelegatingEventExternalizer;

/**
 * Delivers Spring Modulith's externalised events through Pushcast. The target is a channel or the template of one, the key an
 * ordering key: {@code @Externalized("private-orders.{customerId}::#{#this.orderId()}")}. The event goes by the name of its
 * class in kebab-case. Modulith calls it after the commit, and its registry counts a publication as complete once Pusher has
 * accepted it; with the outbox, once it is stored.
 *
 * <p>Modulith calls it in threads of its own, so that events of one key may arrive in another order than that in which they were
 * published: a type whose events need their order has {@code @PublishTo} in place of {@code @Externalized}. The start warns of
 * types with a key, and refuses those with both annotations, whose events would be delivered twice.
 */
@AutoConfiguration(
        after = PushcastAutoConfiguration.class,
        afterName = "org.springframework.modulith.events.config.EventExternalizationAutoConfiguration")
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@ConditionalOnClass(DelegatingEventExternalizer.class)
@ConditionalOnBean(EventExternalizationConfiguration.class)
@ConditionalOnSingleCandidate(EventPublisher.class)
@ConditionalOnBooleanProperty(name = "spring.modulith.events.externalization.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "pushcast.modulith.enabled", matchIfMissing = true)
public final class PushcastModulithAutoConfiguration {

    @Bean
    DelegatingEventExternalizer pushcastEventExternalizer(
            EventExternalizationConfiguration configuration, EventPublisher publisher, BeanFactory beans) {
        StandardEvaluationContext context = new StandardEvaluationContext();
        context.setBeanResolver(new BeanFactoryResolver(beans));
        return new DelegatingEventExternalizer(configuration, new ChannelExternalizer(publisher, context));
    }

    @Bean
    ExternalizedEventsCheck pushcastExternalizedEventsCheck(
            ListableBeanFactory beans, ObjectProvider<KnownEvents> events) {
        return new ExternalizedEventsCheck(beans, events);
    }
}
