package io.pushcast.spring;

import com.pusher.rest.Pusher;
import com.pusher.rest.PusherAsync;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether publishers send through a client that the application has configured: there is one, and nothing names an app. */
class OfficialClientCondition extends SpringBootCondition implements ConfigurationCondition {

    @Override
    public ConfigurationPhase getConfigurationPhase() {
        return ConfigurationPhase.REGISTER_BEAN;
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        ConditionMessage.Builder message = ConditionMessage.forCondition("Official client");
        if (!hasClient(context.getBeanFactory())) {
            return ConditionOutcome.noMatch(message.because("there is no bean of PusherAsync or Pusher"));
        }
        return DefaultAppCondition.isNamedIn(context.getEnvironment())
                ? ConditionOutcome.noMatch(
                        message.because("properties of an app are set, which come before the client"))
                : ConditionOutcome.match(message.because("there is one, and no app is configured"));
    }

    private static boolean hasClient(@Nullable ConfigurableListableBeanFactory beans) {
        return beans != null
                && (beans.getBeanNamesForType(PusherAsync.class, true, false).length > 0
                        || beans.getBeanNamesForType(Pusher.class, true, false).length > 0);
    }

    /** The contrary. */
    static final class Absent extends OfficialClientCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            ConditionOutcome present = super.getMatchOutcome(context, metadata);
            return new ConditionOutcome(!present.isMatch(), present.getConditionMessage());
        }
    }
}
