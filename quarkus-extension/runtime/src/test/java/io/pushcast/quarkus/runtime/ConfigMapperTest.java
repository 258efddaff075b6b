package io.pushcast.quarkus.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.Pushcast;
import io.pushcast.auth.AuthLimits;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.delivery.OverflowPolicy;
import io.pushcast.message.Delivery;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.ServerProfile;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ConfigMapperTest {

    private static final Map<String, String> APP =
            Map.of("app-id", "7", "key", "a-key", "secret", "a-secret", "cluster", "eu");

    @Test
    void makesAnAppOfTheProperties() {
        PusherApp app = app(config(APP));

        assertThat(app.appId()).isEqualTo("7");
        assertThat(app.key()).isEqualTo("a-key");
        assertThat(app.secret()).isEqualTo("a-secret");
        assertThat(app.host()).isEqualTo("api-eu.pusher.com");
        assertThat(app.port()).isEqualTo(443);
        assertThat(app.tls()).isTrue();
    }

    @Test
    void makesAnAppOfAHost() {
        PusherApp app = app(config(
                APP,
                "cluster",
                "",
                "host",
                "soketi.example",
                "port",
                "6001",
                "tls",
                "false",
                "path-prefix",
                "/realtime"));

        assertThat(app.toString()).contains("http://soketi.example:6001/realtime");
    }

    @Test
    void refusesAnAppThatIsNamedTwiceAsSpringBootDoes() {
        assertThatThrownBy(() -> app(config(APP, "url", "http://k:s@localhost:8000/apps/9", "tls", "true")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("The Pusher app is named twice: by quarkus.pushcast.url and by"
                        + " quarkus.pushcast.app-id, quarkus.pushcast.key, quarkus.pushcast.secret,"
                        + " quarkus.pushcast.cluster, quarkus.pushcast.tls.");
        assertThatThrownBy(() -> app(config(APP, "host", "localhost")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("The Pusher app has two servers: quarkus.pushcast.cluster is 'eu'");
    }

    @Test
    void makesAnAppOfPusherVariablesIfNothingElseNamesOne() {
        Map<String, String> laravel = Map.of(
                "PUSHER_APP_ID", "1", "PUSHER_APP_KEY", "k", "PUSHER_APP_SECRET", "s", "PUSHER_APP_CLUSTER", "mt1");

        assertThat(ConfigMapper.app(config(Map.of()), laravel::get).host()).isEqualTo("api-mt1.pusher.com");
        assertThat(ConfigMapper.app(config(APP), laravel::get).appId()).isEqualTo("7");
    }

    @Test
    void makesAppsWithNames() {
        PushcastConfig config = config(
                APP, "apps.us.url", "https://k:s@api-us2.pusher.com/apps/2", "apps.eu.app-id", "3", "apps.eu.key", "k");

        assertThat(ConfigMapper.app("us", config.apps().get("us")).appId()).isEqualTo("2");
        assertThatThrownBy(() -> ConfigMapper.app("eu", config.apps().get("eu")))
                .hasMessageContaining("Not set: quarkus.pushcast.apps.eu.secret, quarkus.pushcast.apps.eu.cluster (or");
        assertThatThrownBy(() -> ConfigMapper.app("other", config.apps().get("other")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Not set: quarkus.pushcast.apps.other.app-id");
    }

    @Test
    void namesEveryPropertyThatIsMissing() {
        assertThatThrownBy(() -> app(config(Map.of("key", "a-key", "secret", " "))))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.getConfigKeys())
                                .containsExactlyInAnyOrder(
                                        "quarkus.pushcast.app-id",
                                        "quarkus.pushcast.secret",
                                        "quarkus.pushcast.cluster"))
                .hasMessageContaining(
                        "Not set: quarkus.pushcast.app-id, quarkus.pushcast.secret, quarkus.pushcast.cluster (or"
                                + " quarkus.pushcast.host)")
                .hasMessageContaining("quarkus.pushcast.url");
    }

    @Test
    void namesThePropertyThatIsWrongAndShowsNoSecret() {
        assertThatThrownBy(() -> app(config(Map.of("url", "https://key:do-not-show@host/nothing"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("quarkus.pushcast")
                .hasMessageNotContaining("do-not-show");
        assertThatThrownBy(() -> app(config(APP, "port", "70000")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("70000")
                .hasMessageNotContaining("a-secret");
        assertThatThrownBy(() -> ConfigMapper.resilience(
                        config(APP, "retry.initial-backoff", "20s").retry()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("quarkus.pushcast.retry.*")
                .hasMessageContaining("PT20S");
    }

    @Test
    void leavesWhatIsNotSetAsCoreHasIt() {
        DeliverySettings delivery = ConfigMapper.delivery(config(APP).delivery());

        assertThat(delivery).usingRecursiveComparison().isEqualTo(DeliverySettings.defaults());
        assertThat(ConfigMapper.limits(app(config(APP)), config(APP).limits())).isEqualTo(Limits.PUSHER);
        assertThat(ConfigMapper.authLimits(
                        app(config(APP)), Limits.PUSHER, config(APP).limits()))
                .isEqualTo(AuthLimits.PUSHER);
        assertThat(ConfigMapper.authLimits(
                        app(config(APP)),
                        Limits.PUSHER,
                        config(APP, "limits.max-user-id-length", "7", "limits.max-user-info-bytes", "8")
                                .limits()))
                .isEqualTo(AuthLimits.PUSHER.withMaxUserIdLength(7).withMaxUserInfoBytes(8));
    }

    @Test
    void setsWhatIsSet() {
        DeliverySettings delivery = ConfigMapper.delivery(config(
                        APP,
                        "delivery.linger",
                        "10ms",
                        "delivery.delivery-timeout",
                        "5m",
                        "delivery.buffer-size",
                        "64M",
                        "delivery.overflow-policy",
                        "latest-per-key")
                .delivery());

        assertThat(delivery.linger()).isEqualTo(Duration.ofMillis(10));
        assertThat(delivery.deliveryTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(delivery.bufferBytes()).isEqualTo(64L * 1024 * 1024);
        assertThat(delivery.overflowPolicy()).isEqualTo(OverflowPolicy.LATEST_PER_KEY);
        assertThat(ConfigMapper.limits(
                        app(config(APP)),
                        config(APP, "limits.max-batch-size", "1").limits()))
                .isEqualTo(Limits.PUSHER.withMaxBatchSize(1));
    }

    @Test
    void givesNoTimeToThreadsThatMustNotBlock() {
        DeliverySettings delivery = ConfigMapper.delivery(
                config(APP, "delivery.buffer-messages", "1", "delivery.max-block", "1m")
                        .delivery(),
                () -> false);
        try (Pushcast pushcast = Pushcast.builder()
                .transport(messages -> new CompletableFuture<>())
                .delivery(delivery)
                .build()) {
            pushcast.to("steps").named("moved").payload(1).publish();
            CompletionStage<Delivery> second =
                    pushcast.to("steps").named("moved").payload(2).publish();

            assertThat(second)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .withMessageContaining("in vain");
            pushcast.close(Duration.ZERO);
        }
    }

    @Test
    void knowsByTheServerWhatItTakesAsFarAsNothingElseIsSet() {
        PushcastConfig config = config(
                Map.of("url", "http://k:s@localhost:6001/apps/9"), "server", "soketi", "limits.max-batch-size", "5");
        PusherApp app = app(config);

        assertThat(app.server()).isEqualTo(ServerProfile.SOKETI);
        assertThat(ConfigMapper.limits(app, config.limits()))
                .isEqualTo(ServerProfile.SOKETI.limits().withMaxBatchSize(5));
        assertThat(app(config(Map.of("app-id", "1", "key", "k", "secret", "s", "host", "h"), "server", "reverb"))
                        .server())
                .isEqualTo(ServerProfile.REVERB);
    }

    private static PusherApp app(PushcastConfig config) {
        return ConfigMapper.app(config, name -> null);
    }

    private static PushcastConfig config(Map<String, String> properties, String... more) {
        Map<String, String> all = new TreeMap<>(properties);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .withMapping(PushcastConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withConverter(MemorySize.class, 200, new MemorySizeConverter());
        all.forEach((name, value) -> config.withDefaultValue("quarkus.pushcast." + name, value));
        return config.build().getConfigMapping(PushcastConfig.class);
    }
}
