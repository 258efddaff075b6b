package io.pushcast.spring;

import io.pushcast.pusher.ServerProfile;
import io.pushcast.settings.AppSettings;
import java.util.List;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether an app without a name is meant to be there: not where there are only apps with names. */
final class DefaultAppCondition extends SpringBootCondition {

    private static final List<String> NAMING =
            List.of("url", "app-id", "key", "secret", "cluster", "host", "port", "path-prefix");

    /** Whether any property of the app is set, be it blank. */
    static boolean isGivenIn(Environment environment) {
        Binder binder = Binder.get(environment);
        return NAMING.stream()
                .anyMatch(name -> binder.bind("pushcast." + name, Bindable.of(String.class))
                        .isBound());
    }

    /** Whether something names the app: its properties, or the variables {@code PUSHER_*} where no property names any app. */
    static boolean isNamedIn(Environment environment) {
        return isGivenIn(environment) || (NamedApps.namesIn(environment).isEmpty() && hasPusherVariables(environment));
    }

    static boolean hasPusherVariables(Environment environment) {
        return !pusherVariables(environment, ServerProfile.PUSHER).isEmpty();
    }

    /** The variables of Laravel and Heroku, from wherever properties come. */
    static AppSettings pusherVariables(Environment environment, ServerProfile server) {
        return AppSettings.ofPusherVariables(environment::getProperty, server);
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Set<String> named = NamedApps.namesIn(context.getEnvironment());
        ConditionMessage.Builder message = ConditionMessage.forCondition("Pusher app without a name");
        return named.isEmpty() || isGivenIn(context.getEnvironment())
                ? ConditionOutcome.match(message.because("it is wanted"))
                : ConditionOutcome.noMatch(message.because("there are only apps with names: " + named));
    }
}
