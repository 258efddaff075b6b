package io.pushcast.spring;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Decides about {@link ConditionalOnAnyBean}. */
final class AnyBeanCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Class<?> type =
                metadata.getAnnotations().get(ConditionalOnAnyBean.class).getClass("value");
        ConfigurableListableBeanFactory beans = context.getBeanFactory();
        boolean found = beans != null
                && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false).length > 0;
        ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnAnyBean.class, type.getName());
        return found
                ? ConditionOutcome.match(message.because("there is one"))
                : ConditionOutcome.noMatch(message.because("there is none"));
    }
}
