package io.pushcast.spring;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
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
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;

/**
 * Development and tests without a Pusher app: if pushcast-testing is there and nothing names an app, a server is started in
 * this process and published to. An {@link EmbeddedPusher} bean of the application's own is published to, whatever the
 * properties name. An application that was processed ahead of time has no such server: it publishes to the app that is named
 * where it runs.
 */
@AutoConfiguration(before = PushcastAutoConfiguration.class)
@ConditionalOnClass(EmbeddedPusher.class)
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PushcastProperties.class)
public final class PushcastEmbeddedAutoConfiguration {

    /** The server's app, or that of the properties if one became known too late for the server not to be foreseen. */
    @Bean
    @ConditionalOnSingleCandidate(EmbeddedPusher.class)
    @ConditionalOnMissingBean({PusherApp.class, PushcastConnectionDetails.class})
    PushcastConnectionDetails embeddedPusherConnectionDetails(
            ObjectProvider<EmbeddedPusher> server, PushcastProperties properties, Environment environment) {
        EmbeddedPusher running = server.getIfAvailable();
        return running == null ? new PropertiesConnectionDetails(properties, environment) : running::app;
    }

    /** Where nothing names an app. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean({EmbeddedPusher.class, PusherApp.class, PushcastConnectionDetails.class})
    @ConditionalOnBooleanProperty(name = "pushcast.embedded.enabled", matchIfMissing = true)
    @Conditional({NoApp.class, OfficialClientCondition.Absent.class})
    static final class ServerConfiguration {

        /**
         * None if something names an app by now: a {@code DynamicPropertyRegistrar}, say, that knows the URL of a container once
         * that has started.
         */
        @Bean(destroyMethod = "")
        @Nullable
        EmbeddedPusher pushcastEmbeddedPusher(
                PushcastProperties properties,
                EmbeddedServers servers,
                Environment environment,
                ResourceLoader resources) {
            if (DefaultAppCondition.isNamedIn(environment)) {
                return null;
            }
            DevelopmentOnly.require(environment);
            EmbeddedPusher server = servers.start(properties.embedded().port());
            DevelopmentOnly.announce(server, environment, resources.getClassLoader());
            return server;
        }

        @Bean
        EmbeddedServers pushcastEmbeddedServers(ResourceLoader resources) {
            return new EmbeddedServers(ClassUtils.isPresent(
                    "org.springframework.boot.devtools.restart.Restarter", resources.getClassLoader()));
        }
    }

    /**
     * Whether the application is processed ahead of time for production. What is decided then stays so: a server found there would
     * be published to whatever app is named at the start. Tests are processed to be run where they are.
     */
    private static boolean isBuild(@Nullable ClassLoader classes) {
        return Boolean.getBoolean("spring.aot.processing")
                && !ClassUtils.isPresent("org.springframework.test.context.aot.TestAotProcessor", classes);
    }

    /** An app that is named, be it by a blank text or in part, is meant to be there: its absence is an error. */
    static final class NoApp extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Environment environment = context.getEnvironment();
            ConditionMessage.Builder message = ConditionMessage.forCondition("No Pusher app");
            if (isBuild(context.getClassLoader())) {
                return ConditionOutcome.noMatch(message.because("the app is named where the application runs, and not"
                        + " where it is processed ahead of time"));
            }
            return DefaultAppCondition.isNamedIn(environment)
                            || !NamedApps.namesIn(environment).isEmpty()
                    ? ConditionOutcome.noMatch(message.because("properties of an app are set"))
                    : ConditionOutcome.match(message.because("no property of an app is set"));
        }
    }
}
