package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.ServerProfile;
import io.pushcast.testing.EmbeddedPusher;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The names of Laravel and Heroku. */
class PusherVariablesTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(PushcastEmbeddedAutoConfiguration.class, PushcastAutoConfiguration.class));

    private final ApplicationContextRunner laravel = application.withPropertyValues(
            "PUSHER_APP_ID=1",
            "PUSHER_APP_KEY=k",
            "PUSHER_APP_SECRET=s",
            "PUSHER_APP_CLUSTER=eu",
            "PUSHER_HOST=",
            "PUSHER_PORT=443",
            "PUSHER_SCHEME=https");

    @Test
    void nameTheApp() {
        laravel.run(context -> assertThat(context)
                .doesNotHaveBean(EmbeddedPusher.class)
                .getBean(PusherApp.class)
                .hasToString("PusherApp[1 at https://api-eu.pusher.com:443, key k]"));
        application
                .withPropertyValues("PUSHER_URL=https://k:s@api-mt1.pusher.com/apps/2")
                .run(context ->
                        assertThat(context.getBean(PusherApp.class).appId()).isEqualTo("2"));
    }

    @Test
    void areServedByTheServerOfTheProperties() {
        laravel.withPropertyValues("PUSHER_HOST=soketi", "pushcast.server=soketi")
                .run(context ->
                        assertThat(context.getBean(PusherApp.class).server()).isEqualTo(ServerProfile.SOKETI));
    }

    @Test
    void countForNothingBesideProperties() {
        laravel.withPropertyValues("pushcast.url=https://k:s@localhost/apps/mine")
                .run(context ->
                        assertThat(context.getBean(PusherApp.class).appId()).isEqualTo("mine"));
        laravel.withPropertyValues("pushcast.apps.eu.url=https://k:s@localhost/apps/mine")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("pusherApp")
                        .hasBean("euPusherApp"));
    }

    @Test
    void areAbsentIfTheyAreEmpty() {
        application
                .withPropertyValues("PUSHER_APP_ID=", "PUSHER_APP_KEY=", "PUSHER_APP_SECRET=", "PUSHER_URL=")
                .run(context -> assertThat(context).hasSingleBean(EmbeddedPusher.class));
    }

    @Test
    void areNamedIfOneOfThemIsMissing() {
        laravel.withPropertyValues("PUSHER_APP_SECRET=")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessage(
                                "Pushcast does not know which Pusher app to publish to. Not set: PUSHER_APP_SECRET."));
    }
}
