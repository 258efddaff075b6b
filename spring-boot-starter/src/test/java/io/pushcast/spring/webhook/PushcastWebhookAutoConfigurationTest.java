package io.pushcast.spring.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.json.JsonCodec;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.webhook.WebhookReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class PushcastWebhookAutoConfigurationTest {

    private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
            JacksonAutoConfiguration.class, PushcastAutoConfiguration.class, PushcastWebhookAutoConfiguration.class);
    private static final String URL = "pushcast.url=http://k:s@localhost:6001/apps/1";

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AUTO_CONFIGURATIONS)
            .withPropertyValues(URL);

    @Test
    void hasARouteOnBothStacks() {
        application.run(context -> assertThat(context)
                .hasSingleBean(org.springframework.web.servlet.function.RouterFunction.class)
                .hasSingleBean(WebhookReader.class));
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withPropertyValues(URL)
                .run(context -> assertThat(context)
                        .hasSingleBean(org.springframework.web.reactive.function.server.RouterFunction.class));
    }

    @Test
    void hasNoneWhereItIsTurnedOffOrThereIsNoWeb() {
        application
                .withPropertyValues("pushcast.webhook.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(WebhookReceiver.class));
        application
                .withPropertyValues("pushcast.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WebhookReceiver.class));
        new ApplicationContextRunner()
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.web", "org.springframework.http", "jakarta"))
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withPropertyValues(URL)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WebhookReceiver.class));
    }

    @Test
    void takesAReaderOfTheApplicationsOwn() {
        WebhookReader reader =
                WebhookReader.builder().key("old-key", "old-secret").build();

        application
                .withBean(WebhookReader.class, () -> reader)
                .run(context -> assertThat(context).getBean(WebhookReader.class).isSameAs(reader));
    }

    @Test
    void doesNotStartWithSettingsThatCannotBe() {
        application
                .withPropertyValues("pushcast.webhook.replay-window=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("The replay window must be positive"));
        for (String size : List.of("2147483647B", "3GB", "0B", "-3GB")) {
            application
                    .withPropertyValues("pushcast.webhook.max-size=" + size)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .hasStackTraceContaining(PushcastConfigurationException.class.getName())
                            .hasStackTraceContaining(
                                    "A property under pushcast.webhook has a value that is not allowed"));
        }
        application
                .withPropertyValues("pushcast.webhook.path=webhook")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("'webhook' in pushcast.webhook.path is no path."));
        application
                .withBean(JsonCodec.class, () -> String::valueOf)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(PushcastConfigurationException.class.getName())
                        .hasStackTraceContaining("Webhooks can't be read"));
    }
}
