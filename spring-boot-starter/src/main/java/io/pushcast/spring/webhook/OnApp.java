package io.pushcast.spring.webhook;

import io.pushcast.pusher.PusherApp;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether there is an app, be it one with a name, which {@code @ConditionalOnBean} does not count. */
final class OnApp extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        boolean found = beans != null
                && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, PusherApp.class, true, false).length > 0;
        ConditionMessage.Builder message = ConditionMessage.forCondition("Pusher app");
        return found
                ? ConditionOutcome.match(message.because("there is one"))
                : ConditionOutcome.noMatch(message.because("there is none"));
    }
}
