package io.pushcast.quarkus.runtime;

import io.pushcast.auth.AuthLimits;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the configuration means to core. Its errors name properties and never show a secret. */
public final class ConfigMapper {

    private static final String PREFIX = "quarkus.pushcast.";

    private ConfigMapper() {}

    /**
     * The app.
     *
     * @throws ConfigurationException if something is missing (all of it is named) or wrong
     */
    public static PusherApp app(PushcastConfig config) {
        if (has(config.url())) {
            String url = config.url().get();
            return checked("url", () -> PusherApp.fromUrl(url).servedBy(config.server()));
        }
        requireApp(config);
        return checked("*", () -> appOf(config));
    }

    /** What it says about buffers and deadlines. */
    public static DeliverySettings delivery(PushcastConfig.DeliveryConfig config) {
        return deliveryBuilder(config).build();
    }

    /**
     * The same where some threads must not wait for room in a full buffer.
     *
     * @param mayBlock whether the calling thread may
     */
    public static DeliverySettings delivery(PushcastConfig.DeliveryConfig config, BooleanSupplier mayBlock) {
        DeliverySettings.Builder settings = deliveryBuilder(config);
        Duration longest = settings.build().maxBlock();
        return settings.patience(() -> mayBlock.getAsBoolean() ? longest : Duration.ZERO)
                .build();
    }

    private static DeliverySettings.Builder deliveryBuilder(PushcastConfig.DeliveryConfig config) {
        return checked("delivery.*", () -> {
            DeliverySettings.Builder settings = DeliverySettings.builder();
            config.linger().ifPresent(settings::linger);
            config.deliveryTimeout().ifPresent(settings::deliveryTimeout);
            config.maxBlock().ifPresent(settings::maxBlock);
            config.closeTimeout().ifPresent(settings::closeTimeout);
            config.bufferSize().map(size -> size.asBigInteger()).ifPresent(size -> settings.bufferBytes(bytes(size)));
            config.bufferMessages().ifPresent(settings::bufferMessages);
            config.maxInFlight().ifPresent(settings::maxInFlight);
            config.overflowPolicy().ifPresent(settings::overflowPolicy);
            return settings;
        });
    }

    /** How failures are met. */
    public static ResilienceSettings resilience(PushcastConfig.RetryConfig config) {
        return checked("retry.*", () -> {
            ResilienceSettings.Builder settings = ResilienceSettings.builder();
            config.initialBackoff().ifPresent(settings::initialBackoff);
            config.maxBackoff().ifPresent(settings::maxBackoff);
            config.maxAttempts().ifPresent(settings::maxAttempts);
            config.suspension().ifPresent(settings::suspension);
            return settings.build();
        });
    }

    /** The transport to the app. */
    public static PusherTransport transport(PusherApp app, PushcastConfig.HttpConfig config) {
        return checked("http.*", () -> {
            PusherTransport.Builder transport = PusherTransport.builder(app);
            config.requestTimeout().ifPresent(transport::requestTimeout);
            config.connectTimeout().ifPresent(transport::connectTimeout);
            config.maxConnections().ifPresent(transport::maxConnections);
            transport.acceptAnySuccess(config.acceptAnySuccess());
            return transport.build();
        });
    }

    /** What is given, and else what the app's server takes by default. */
    public static Limits limits(PusherApp app, PushcastConfig.LimitsConfig config) {
        Limits server = app.server().limits();
        return checked(
                "limits.*",
                () -> new Limits(
                        config.maxPayloadBytes().orElse(server.maxPayloadBytes()),
                        config.maxChannelsPerMessage().orElse(server.maxChannelsPerMessage()),
                        config.maxBatchSize().orElse(server.maxBatchSize()),
                        config.maxRequestBytes().orElse(server.maxRequestBytes()),
                        config.maxChannelNameLength().orElse(server.maxChannelNameLength()),
                        config.maxEventNameLength().orElse(server.maxEventNameLength())));
    }

    /** As far as the limits say something about authorisation, theirs; else what the app's server takes by default. */
    public static AuthLimits authLimits(PusherApp app, Limits limits) {
        return AuthLimits.of(app.server()).withMaxChannelNameLength(limits.maxChannelNameLength());
    }

    private static PusherApp appOf(PushcastConfig config) {
        PusherApp.Builder app = PusherApp.builder().tls(config.tls()).server(config.server());
        config.appId().ifPresent(app::appId);
        config.key().ifPresent(app::key);
        config.secret().ifPresent(app::secret);
        if (has(config.host())) {
            config.host().ifPresent(app::host);
        } else {
            config.cluster().ifPresent(app::cluster);
        }
        config.port().ifPresent(app::port);
        config.pathPrefix().ifPresent(app::pathPrefix);
        return app.build();
    }

    private static void requireApp(PushcastConfig config) {
        Set<String> missing = new LinkedHashSet<>();
        if (!has(config.appId())) {
            missing.add(PREFIX + "app-id");
        }
        if (!has(config.key())) {
            missing.add(PREFIX + "key");
        }
        if (!has(config.secret())) {
            missing.add(PREFIX + "secret");
        }
        String server = "";
        if (!has(config.cluster()) && !has(config.host())) {
            missing.add(PREFIX + "cluster");
            server = " (or " + PREFIX + "host)";
        }
        if (!missing.isEmpty()) {
            throw new ConfigurationException(
                    "There is no Pusher app to publish to: set " + String.join(", ", missing) + server
                            + ", which are on the page 'App Keys' of the app in Pusher's dashboard, or set " + PREFIX
                            + "url. In dev and test mode a server is started if none of them is set, unless " + PREFIX
                            + "devservices.enabled is false",
                    missing);
        }
    }

    private static boolean has(Optional<String> value) {
        return value.isPresent() && !PusherApp.trimmed(value.get()).isEmpty();
    }

    private static long bytes(BigInteger size) {
        return size.bitLength() < Long.SIZE ? size.longValue() : Long.MAX_VALUE;
    }

    private static <T> T checked(String properties, Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(PREFIX + properties + ": " + e.getMessage(), e);
        }
    }
}
