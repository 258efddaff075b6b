package io.pushcast.spring.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.json.JsonCodec;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.spring.security.CsrfFreePaths;
import io.pushcast.spring.web.EndpointPaths;
import io.pushcast.webhook.WebhookEndpoint;
import io.pushcast.webhook.WebhookReader;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

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
                .run(context -> assertThat(context).doesNotHaveBean(WebhookEndpoint.class));
        application
                .withPropertyValues("pushcast.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WebhookEndpoint.class));
        new ApplicationContextRunner()
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.web", "org.springframework.http", "jakarta"))
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withPropertyValues(URL)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(WebhookEndpoint.class));
    }

    @Test
    void takesWebhooksOfAppsWithANameToo() throws Exception {
        String named = "pushcast.apps.eu.url=http://eu-key:eu-secret@localhost:6001/apps/2";
        for (WebApplicationContextRunner each : List.of(
                application.withPropertyValues(named),
                new WebApplicationContextRunner()
                        .withConfiguration(AUTO_CONFIGURATIONS)
                        .withPropertyValues(named))) {
            each.run(context -> {
                byte[] body = ("{\"time_ms\":" + System.currentTimeMillis() + ",\"events\":[]}").getBytes(UTF_8);
                Map<String, List<String>> headers = Map.of(
                        WebhookReader.KEY_HEADER, List.of("eu-key"),
                        WebhookReader.SIGNATURE_HEADER, List.of(signature(body, "eu-secret")));
                assertThat(context.getBean(WebhookEndpoint.class)
                                .receive(body, headers)
                                .status())
                        .isEqualTo(200);
            });
        }
    }

    private static String signature(byte[] body, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    @Test
    void leavesThePathToARouteOfTheApplicationsOwn() {
        application
                .withBean(
                        "pushcastWebhookRoute",
                        RouterFunction.class,
                        () -> RouterFunctions.route()
                                .POST("/webhook", request -> ServerResponse.ok().build())
                                .build())
                .run(context -> assertThat(context)
                        .hasSingleBean(RouterFunction.class)
                        .doesNotHaveBean(EndpointPaths.class)
                        .doesNotHaveBean(CsrfFreePaths.class));
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
