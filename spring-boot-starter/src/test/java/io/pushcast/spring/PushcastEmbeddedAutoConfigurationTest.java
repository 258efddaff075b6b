package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.pushcast.EventPublisher;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class PushcastEmbeddedAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(PushcastEmbeddedAutoConfiguration.class, PushcastAutoConfiguration.class));

    private final Logger logger = (Logger) LoggerFactory.getLogger(DevelopmentOnly.class);

    /** Whatever tests before have made of the logging. */
    @BeforeEach
    void logAsApplicationsDo() {
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void logAsBefore() {
        logger.setLevel(null);
    }

    @Test
    void startsAServerIfNothingNamesAnApp(CapturedOutput output) {
        application.run(context -> {
            EmbeddedPusher server = context.getBean(EmbeddedPusher.class);
            context.getBean(EventPublisher.class)
                    .to("a")
                    .named("n")
                    .payload(1)
                    .publish()
                    .toCompletableFuture()
                    .join();
            assertThat(server.events()).hasSize(1);
            assertThat(output)
                    .contains("new Pusher('" + server.key() + "', {wsHost: '" + server.host() + "', wsPort: "
                            + server.port())
                    .contains("pushcast.embedded.enabled=false")
                    .doesNotContain(server.app().secret());
        });
    }

    /** They make a new context in the same process. */
    @Test
    void keepsItsPortWhenTheDeveloperToolsRestartTheApplication() {
        EmbeddedServers before = new EmbeddedServers(true);
        int port = before.start(0).port();
        before.destroy();

        EmbeddedServers after = new EmbeddedServers(true);
        EmbeddedServers beside = new EmbeddedServers(true);
        try {
            assertThat(after.start(0).port()).isEqualTo(port);
            assertThat(beside.start(0).port()).isNotEqualTo(port);
        } finally {
            after.destroy();
            beside.destroy();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"app-id=1", "secret=", "key=${NOT_SET}", "host=h"})
    void startsNoneWhereAnAppIsNamedBeItBadly(String property) {
        application
                .withPropertyValues("pushcast." + property)
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("Not set: "));
        application
                .withPropertyValues("pushcast.url=http://k:s@localhost:1/apps/1")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedPusher.class));
    }

    @Test
    void startsNoneIfToldNotTo() {
        application
                .withPropertyValues("pushcast.embedded.enabled=false")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("Not set: pushcast.app-id"));
        application
                .withPropertyValues("pushcast.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedPusher.class));
    }

    @Test
    void startsNoneWithoutTheTestingModule() {
        application
                .withClassLoader(new FilteredClassLoader(EmbeddedPusher.class))
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("Not set: pushcast.app-id"));
    }

    @Test
    void publishesToAServerOfTheApplicationsOwn() {
        application
                .withBean("mine", EmbeddedPusher.class, EmbeddedPusher::start)
                .withPropertyValues("pushcast.url=http://k:s@localhost:1/apps/1")
                .run(context -> {
                    assertThat(context).hasSingleBean(EmbeddedPusher.class);
                    assertThat(context.getBean(PusherApp.class).port())
                            .isEqualTo(context.getBean(EmbeddedPusher.class).port());
                });
    }

    @Test
    void givesWayToOtherConnectionDetails() {
        PusherApp app = PusherApp.fromUrl("http://k:s@localhost:1/apps/1");
        application.withBean(PushcastConnectionDetails.class, () -> () -> app).run(context -> {
            assertThat(context).doesNotHaveBean(EmbeddedPusher.class);
            assertThat(context.getBean(PusherApp.class)).isSameAs(app);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "production", "live", "PROD"})
    void startsNoneInProduction(String profile) {
        application
                .withPropertyValues("spring.profiles.active=" + profile, "pushcast.api-key=misspelt")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessage("No Pusher app is configured, and with the profile '" + profile
                                + "' no server for development and tests is started in its place."));
        application
                .withPropertyValues("spring.profiles.active=" + profile, "pushcast.embedded.enabled=true")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(EmbeddedPusher.class));
    }

    @Test
    void saysLoudlyThatOneWasStartedOutsideOfTestsAndDevelopment(CapturedOutput output) {
        EmbeddedPusher server = EmbeddedPusher.start();
        DevelopmentOnly.announce(
                server,
                new MockEnvironment(),
                new FilteredClassLoader("org.springframework.boot.test", "org.springframework.boot.devtools"));
        assertThat(output).contains("WARN").contains("a server for development and tests was started");
        server.close();
    }

    @Test
    void heedsAUrlThatBecomesKnownLate() {
        application.withBean(LateUrl.class).run(context -> {
            assertThat(context.getBean(PusherApp.class).appId()).isEqualTo("soketi");
            assertThat(context.getBeanProvider(EmbeddedPusher.class).getIfAvailable())
                    .isNull();
        });
    }

    /** As Spring's DynamicPropertyRegistrar beans, which are asked before all others are made. */
    static final class LateUrl implements BeanFactoryInitializer<ListableBeanFactory>, EnvironmentAware {

        private ConfigurableEnvironment environment;

        @Override
        public void setEnvironment(Environment environment) {
            this.environment = (ConfigurableEnvironment) environment;
        }

        @Override
        public void initialize(ListableBeanFactory beans) {
            environment
                    .getPropertySources()
                    .addFirst(new MapPropertySource(
                            "late", Map.of("pushcast.url", "http://k:s@127.0.0.1:65000/apps/soketi")));
        }
    }

    @Test
    void sharesAServerWithAFixedPortAmongContexts() {
        int port;
        try (EmbeddedPusher free = EmbeddedPusher.start()) {
            port = free.port();
        }
        ApplicationContextRunner fixed = application.withPropertyValues("pushcast.embedded.port=" + port);
        fixed.run(first -> {
            EmbeddedPusher server = first.getBean(EmbeddedPusher.class);
            fixed.run(second -> assertThat(second.getBean(EmbeddedPusher.class)).isSameAs(server));
            first.getBean(EventPublisher.class)
                    .to("a")
                    .named("n")
                    .payload(1)
                    .publish()
                    .toCompletableFuture()
                    .join();
            assertThat(server.port()).isEqualTo(port);
        });
        fixed.run(context ->
                assertThat(context.getBean(EmbeddedPusher.class).events()).isEmpty());
    }

    @Test
    void namesThePropertyIfTheFixedPortIsTaken() {
        try (EmbeddedPusher other = EmbeddedPusher.start()) {
            application
                    .withPropertyValues("pushcast.embedded.port=" + other.port())
                    .run(context -> assertThat(context)
                            .getFailure()
                            .hasStackTraceContaining("can't listen on pushcast.embedded.port=" + other.port()));
        }
    }
}
