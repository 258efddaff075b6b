package io.pushcast.spring.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.ServerProfile;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastEmbeddedAutoConfiguration;
import io.pushcast.testing.EmbeddedPusher;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Without Docker: the containers claim to run. */
class SoketiContainerConnectionDetailsFactoryTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ServiceConnectionAutoConfiguration.class,
                    PushcastEmbeddedAutoConfiguration.class,
                    PushcastAutoConfiguration.class));

    private static final class Running extends GenericContainer<Running> {

        Running() {
            super(DockerImageName.parse("quay.io/soketi/soketi:1.6-16-debian"));
            withExposedPorts(6001);
        }

        @Override
        public void start() {
            // There is no Docker.
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public String getHost() {
            return "docker.example";
        }

        @Override
        public Integer getMappedPort(int port) {
            return port + 40_000;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Soketi {

        @Bean
        @ServiceConnection(name = "soketi")
        GenericContainer<?> soketi() {
            return new Running();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SoketiWithAnApp {

        @Bean
        @ServiceConnection(name = "soketi")
        GenericContainer<?> soketi() {
            return new Running()
                    .withEnv("SOKETI_DEFAULT_APP_ID", "7")
                    .withEnv("SOKETI_DEFAULT_APP_KEY", "k")
                    .withEnv("SOKETI_DEFAULT_APP_SECRET", "s");
        }
    }

    @Test
    void publishesToTheDefaultAppOfTheContainer() {
        application.withUserConfiguration(Soketi.class).run(context -> {
            PusherApp app = context.getBean(PusherApp.class);
            assertThat(app).hasToString("PusherApp[app-id at http://docker.example:46001, key app-key]");
            assertThat(app.server()).isEqualTo(ServerProfile.SOKETI);
            assertThat(context).doesNotHaveBean(EmbeddedPusher.class);
        });
    }

    @Test
    void knowsTheAppThatTheContainersVariablesName() {
        application.withUserConfiguration(SoketiWithAnApp.class).run(context -> {
            PusherApp app = context.getBean(PusherApp.class);
            assertThat(app).hasToString("PusherApp[7 at http://docker.example:46001, key k]");
            assertThat(app.secret()).isEqualTo("s");
        });
    }

    @Test
    void takesThePlaceOfProperties() {
        application
                .withUserConfiguration(Soketi.class)
                .withPropertyValues("pushcast.url=http://k:s@localhost:1/apps/other")
                .run(context ->
                        assertThat(context.getBean(PusherApp.class).appId()).isEqualTo("app-id"));
    }
}
