package io.pushcast.quarkus.runtime;

import io.pushcast.auth.AuthLimits;
import io.pushcast.auth.AuthRequestReader;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.pusher.ServerProfile;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.settings.AppSettings;
import io.pushcast.webhook.WebhookReader;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the configuration means to core. Its errors name properties and never show a secret. */
public final class ConfigMapper {

    private static final String PREFIX = "quarkus.pushcast.";

    private ConfigMapper() {}

    /**
     * The app without a name: that of the configuration, or else that of the variables {@code PUSHER_*}.
     *
     * @param variables the value of a variable by its name
     * @throws ConfigurationException if something is missing (all of it is named), wrong, or contradicts something else
     */
    public static PusherApp app(PushcastConfig config, Function<String, @Nullable String> variables) {
        AppSettings settings = AppSettings.builder(PREFIX)
                .url(config.url().orElse(null))
                .appId(config.appId().orElse(null))
                .key(config.key().orElse(null))
                .secret(config.secret().orElse(null))
                .cluster(config.cluster().orElse(null))
                .host(config.host().orElse(null))
                .port(number(config.port()))
                .tls(config.tls().orElse(null))
                .pathPrefix(config.pathPrefix().orElse(null))
                .server(config.server())
                .build();
        AppSettings ofVariables = AppSettings.ofPusherVariables(variables, config.server());
        return app(settings.isEmpty() && !ofVariables.isEmpty() ? ofVariables : settings);
    }

    /**
     * Whether the configuration or the variables {@code PUSHER_*} name an app, be it in part. A cluster alone is no app.
     *
     * @param variables the value of a variable by its name
     */
    public static boolean namesApp(PushcastConfig config, Function<String, @Nullable String> variables) {
        return Stream.of(config.url(), config.appId(), config.key(), config.secret(), config.host())
                        .anyMatch(value -> value.filter(text -> !text.isBlank()).isPresent())
                || !AppSettings.ofPusherVariables(variables, config.server()).isEmpty();
    }

    /**
     * An app with a name.
     *
     * @throws ConfigurationException if something is missing (all of it is named), wrong, or contradicts something else
     */
    public static PusherApp app(String name, PushcastConfig.@Nullable AppConfig config) {
        AppSettings.Builder settings = AppSettings.builder(PREFIX + "apps." + name + ".");
        if (config == null) {
            return app(settings.build());
        }
        return app(settings.url(config.url().orElse(null))
                .appId(config.appId().orElse(null))
                .key(config.key().orElse(null))
                .secret(config.secret().orElse(null))
                .cluster(config.cluster().orElse(null))
                .host(config.host().orElse(null))
                .port(number(config.port()))
                .tls(config.tls().orElse(null))
                .pathPrefix(config.pathPrefix().orElse(null))
                .server(config.server())
                .build());
    }

    private static PusherApp app(AppSettings settings) {
        try {
            return settings.app();
        } catch (AppSettings.InvalidException e) {
            throw new ConfigurationException(
                    e.getMessage() + " In dev and test mode a server is started if no app is set, unless " + PREFIX
                            + "devservices.enabled is false. To run without Pushcast, set " + PREFIX + "enabled=false.",
                    e.getCause(),
                    Set.copyOf(e.missing()));
        }
    }

    private static @Nullable Integer number(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
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

    /**
     * The transport to the app.
     *
     * @param more sets what the configuration names and others have
     */
    public static PusherTransport transport(
            PusherApp app, PushcastConfig.HttpConfig config, Consumer<PusherTransport.Builder> more) {
        return checked("http.*", () -> {
            PusherTransport.Builder transport = PusherTransport.builder(app);
            config.requestTimeout().ifPresent(transport::requestTimeout);
            config.connectTimeout().ifPresent(transport::connectTimeout);
            config.maxConnections().ifPresent(transport::maxConnections);
            transport.acceptAnySuccess(config.acceptAnySuccess());
            more.accept(transport);
            return transport.build();
        });
    }

    /** What is given, and else what the app's server takes by default. */
    public static Limits limits(PusherApp app, PushcastConfig.LimitsConfig config) {
        return limits(app.server(), config);
    }

    /** What is given, and else what a server of this kind takes by default. */
    public static Limits limits(ServerProfile profile, PushcastConfig.LimitsConfig config) {
        Limits server = profile.limits();
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
    public static AuthLimits authLimits(PusherApp app, Limits limits, PushcastConfig.LimitsConfig config) {
        AuthLimits server = AuthLimits.of(app.server());
        return checked(
                "limits.*",
                () -> server.withMaxChannelNameLength(limits.maxChannelNameLength())
                        .withMaxUserIdLength(config.maxUserIdLength().orElse(server.maxUserIdLength()))
                        .withMaxUserInfoBytes(config.maxUserInfoBytes().orElse(server.maxUserInfoBytes())));
    }

    /** What reads the requests of clients. */
    public static AuthRequestReader authRequests(JsonCodec json, PushcastConfig.AuthConfig config) {
        return checked("auth.*", () -> new AuthRequestReader(json, config.forms(), PREFIX + "auth.forms"));
    }

    /** How webhooks are read. */
    public static WebhookReader.Builder webhooks(PushcastConfig.WebhookConfig config) {
        return checked(
                "webhook.*",
                () -> WebhookReader.builder()
                        .replayWindow(config.replayWindow())
                        .maxBodyBytes((int) Math.min(config.maxSize().asLongValue(), Integer.MAX_VALUE - 16)));
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
