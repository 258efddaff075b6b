package io.pushcast.spring.event;

import io.pushcast.EventPublisher;
import io.pushcast.spring.PushcastDisabledAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.transaction.reactive.TransactionContext;
import reactor.core.publisher.Mono;

/** With {@code pushcast.enabled=false}: a reactive publisher that does nothing, for what injects it. */
@AutoConfiguration(after = PushcastDisabledAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "pushcast.enabled", havingValue = false)
@ConditionalOnClass({TransactionContext.class, Mono.class})
@ConditionalOnSingleCandidate(EventPublisher.class)
public final class PushcastDisabledEventsAutoConfiguration {

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    ReactiveEventPublisher reactiveEventPublisher(EventPublisher publisher) {
        return new ReactiveEventPublisher(publisher, false);
    }
}
