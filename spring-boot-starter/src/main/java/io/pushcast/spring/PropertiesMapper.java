package io.pushcast.spring;

import static io.pushcast.spring.PushcastConfigurationException.checked;

import io.pushcast.auth.AuthLimits;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.pusher.ServerProfile;
import io.pushcast.resilience.ResilienceSettings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** The properties as the settings of core; core's words about a wrong value come with the properties' prefix. */
final class PropertiesMapper {

    private PropertiesMapper() {}

    static DeliverySettings delivery(
            PushcastProperties.Delivery delivery, Stream<DeliverySettingsBuilderCustomizer> customizers) {
        return checked("pushcast.delivery", () -> {
            DeliverySettings.Builder settings = DeliverySettings.builder()
                    .linger(delivery.linger())
                    .deliveryTimeout(delivery.deliveryTimeout())
                    .maxBlock(delivery.maxBlock())
                    .patience(PropertiesMapper::patience)
                    .closeTimeout(delivery.closeTimeout())
                    .bufferBytes(delivery.bufferSize().toBytes())
                    .bufferMessages(delivery.bufferMessages())
                    .maxInFlight(delivery.maxInFlight())
                    .overflowPolicy(delivery.overflowPolicy());
            customizers.forEach(customizer -> customizer.customize(settings));
            return settings.build();
        });
    }

    /** None on an event loop; elsewhere only {@code maxBlock} ends it. */
    private static Duration patience() {
        return CallingThread.mayBlock() ? ChronoUnit.FOREVER.getDuration() : Duration.ZERO;
    }

    static ResilienceSettings resilience(
            PushcastProperties.Retry retry, Stream<ResilienceSettingsBuilderCustomizer> customizers) {
        return checked("pushcast.retry", () -> {
            ResilienceSettings.Builder settings = ResilienceSettings.builder()
                    .initialBackoff(retry.initialBackoff())
                    .maxBackoff(retry.maxBackoff())
                    .suspension(retry.suspension());
            if (retry.maxAttempts() != null) {
                settings.maxAttempts(retry.maxAttempts());
            }
            customizers.forEach(customizer -> customizer.customize(settings));
            return settings.build();
        });
    }

    static Limits limits(PusherApp app, PushcastProperties.Limits limits) {
        return limits(app.server(), limits);
    }

    /** What is given, and else what the server takes by default. */
    static Limits limits(ServerProfile profile, PushcastProperties.Limits limits) {
        Limits server = profile.limits();
        return checked(
                "pushcast.limits",
                () -> new Limits(
                        orElse(limits.maxPayloadBytes(), server.maxPayloadBytes()),
                        orElse(limits.maxChannelsPerMessage(), server.maxChannelsPerMessage()),
                        orElse(limits.maxBatchSize(), server.maxBatchSize()),
                        orElse(limits.maxRequestBytes(), server.maxRequestBytes()),
                        orElse(limits.maxChannelNameLength(), server.maxChannelNameLength()),
                        orElse(limits.maxEventNameLength(), server.maxEventNameLength())));
    }

    static AuthLimits authLimits(PusherApp app, PushcastProperties.Limits limits) {
        AuthLimits server = AuthLimits.of(app.server());
        return checked(
                "pushcast.limits",
                () -> server.withMaxChannelNameLength(
                                orElse(limits.maxChannelNameLength(), server.maxChannelNameLength()))
                        .withMaxUserIdLength(orElse(limits.maxUserIdLength(), server.maxUserIdLength()))
                        .withMaxUserInfoBytes(orElse(limits.maxUserInfoBytes(), server.maxUserInfoBytes())));
    }

    private static int orElse(@Nullable Integer given, int byDefault) {
        return given == null ? byDefault : given;
    }

    static PusherTransport transport(
            PusherApp app,
            PushcastProperties.Http http,
            @Nullable SSLContext tls,
            Stream<PusherTransportBuilderCustomizer> customizers) {
        return checked("pushcast.http", () -> {
            PusherTransport.Builder transport = PusherTransport.builder(app)
                    .requestTimeout(http.requestTimeout())
                    .connectTimeout(http.connectTimeout())
                    .maxConnections(http.maxConnections())
                    .acceptAnySuccess(http.acceptAnySuccess());
            proxy(transport, http.proxy());
            if (tls != null) {
                transport.sslContext(tls);
            }
            customizers.forEach(customizer -> customizer.customize(transport));
            return transport.build();
        });
    }

    private static void proxy(PusherTransport.Builder transport, PushcastProperties.Proxy proxy) {
        String host = filled(proxy.host());
        if (host != null) {
            Integer port = proxy.port();
            if (port == null) {
                throw new PushcastConfigurationException(
                        "pushcast.http.proxy.host=" + host + " is set, and pushcast.http.proxy.port is not.",
                        "Set the port of the proxy, or take its host away.");
            }
            transport.proxy(host, port);
        }
        String username = filled(proxy.username());
        if (username != null) {
            transport.proxyCredentials(username, Objects.requireNonNullElse(proxy.password(), ""));
        }
    }

    private static @Nullable String filled(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /** What an SSL bundle says; null, which means the JVM's default, if none is named. */
    static @Nullable SSLContext tls(PushcastProperties.Ssl ssl, Supplier<SslBundles> bundles) {
        String name = filled(ssl.bundle());
        if (name == null) {
            return null;
        }
        try {
            return bundles.get().getBundle(name).createSslContext();
        } catch (RuntimeException e) {
            throw new PushcastConfigurationException(
                    "The SSL bundle pushcast.ssl.bundle=" + name + " can't be used: " + e.getMessage() + ".",
                    "Name one that is below spring.ssl.bundle, and look at its files and passwords.",
                    e);
        }
    }
}
