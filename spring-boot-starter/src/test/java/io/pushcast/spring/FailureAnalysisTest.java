package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTest {

    @Test
    void saysWhatToDoWhenThereIsNoApp(CapturedOutput output) {
        assertThatThrownBy(() -> start()).isInstanceOf(Exception.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Description:")
                .contains("Pushcast does not know which Pusher app to publish to. Not set: pushcast.app-id,"
                        + " pushcast.key, pushcast.secret, pushcast.cluster (or pushcast.host).")
                .contains("Action:")
                .contains("Set them, or pushcast.url=https://key:secret@host/apps/id in their place")
                .contains("To run without Pushcast, set pushcast.enabled=false.");
    }

    @Test
    void saysWhatToDoWhenTheAppIsNamedTwice(CapturedOutput output) {
        assertThatThrownBy(() -> start("--pushcast.url=https://k:hidden@host/apps/1", "--pushcast.app-id=1"))
                .isInstanceOf(Exception.class);

        assertThat(output)
                .contains("The Pusher app is named twice: by pushcast.url and by pushcast.app-id.")
                .contains("Set either pushcast.url or the single properties, not both.")
                .doesNotContain("hidden");
    }

    private static void start(String... arguments) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run(arguments).close();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(PushcastAutoConfiguration.class)
    static class Application {}
}
