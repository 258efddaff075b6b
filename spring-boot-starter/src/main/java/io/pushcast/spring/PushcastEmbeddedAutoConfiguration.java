package io.pushcast.spring;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Development and tests without a Pusher app: if pushcast-testing is there and nothing names an app, a server is started in
 * this process and published to. An {@link EmbeddedPusher} bean of the application's own is published to, whatever the
 * properties name.
 */
@AutoConfiguration(before = PushcastAutoConfiguration.class)
@ConditionalOnClass(EmbeddedPusher.class)
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PushcastProperties.class)
public final class PushcastEmbeddedAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(PushcastEmbeddedAutoConfiguration.class);

    @Bean
    @ConditionalOnSingleCandidate(EmbeddedPusher.class)
    @ConditionalOnMissingBean({PusherApp.class, PushcastConnectionDetails.class})
    PushcastConnectionDetails embeddedPusherConnectionDetails(EmbeddedPusher server) {
        return server::app;
    }

    /** Where nothing names an app. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean({EmbeddedPusher.class, PusherApp.class, PushcastConnectionDetails.class})
    @ConditionalOnBooleanProperty(name = "pushcast.embedded.enabled", matchIfMissing = true)
    @Conditional(NoApp.class)
    static final class ServerConfiguration {

        @Bean
        EmbeddedPusher pushcastEmbeddedPusher(PushcastProperties properties) {
            EmbeddedPusher server =
                    EmbeddedPusher.builder().port(properties.embedded().port()).start();
            log.info(
                    "No Pusher app is configured, so a server for development and tests was started. Connect with"
                            + " new Pusher('{}', {wsHost: '{}', wsPort: {}, forceTLS: false, cluster: ''}). To publish to"
                            + " a real one, set pushcast.app-id, key, secret and cluster; to have none started, set"
                            + " pushcast.embedded.enabled=false",
                    server.key(),
                    server.host(),
                    server.port());
            return server;
        }
    }

    /** An app that is named, be it by a blank text or in part, is meant to be there: its absence is an error. */
    static final class NoApp extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Environment environment = context.getEnvironment();
            ConditionMessage.Builder message = ConditionMessage.forCondition("No Pusher app");
            return DefaultAppCondition.isGivenIn(environment)
                            || !NamedApps.namesIn(environment).isEmpty()
                    ? ConditionOutcome.noMatch(message.because("properties of an app are set"))
                    : ConditionOutcome.match(message.because("no property of an app is set"));
        }
    }
}
