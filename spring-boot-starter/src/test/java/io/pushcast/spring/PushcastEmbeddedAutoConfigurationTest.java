package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PushcastEmbeddedAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(PushcastEmbeddedAutoConfiguration.class, PushcastAutoConfiguration.class));

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
}
