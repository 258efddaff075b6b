package io.pushcast.spring.auth;

import io.pushcast.pusher.PusherApp;
import io.pushcast.spring.PushcastAutoConfiguration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;

/** Where {@link PushcastAuthAutoConfiguration} has no app to sign for: a warning, if there are rules. */
@AutoConfiguration(after = PushcastAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@ConditionalOnWebApplication
@ConditionalOnMissingBean(PusherApp.class)
@ConditionalOnBooleanProperty(name = "pushcast.auth.enabled", matchIfMissing = true)
public final class PushcastUnusedRulesAutoConfiguration {

    @Bean
    static UnusedRulesWarning pushcastUnaskedRules(ConfigurableListableBeanFactory beans) {
        return new UnusedRulesWarning(beans);
    }
}
