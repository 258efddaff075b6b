package io.pushcast.spring;

import io.pushcast.auth.AuthLimits;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import java.util.function.Supplier;

/** The properties as the settings of core; core's words about a wrong value come with the properties' prefix. */
final class Settings {

    private Settings() {}

    static DeliverySettings delivery(PushcastProperties.Delivery delivery) {
        return checked(
                "pushcast.delivery",
                () -> DeliverySettings.builder()
                        .linger(delivery.linger())
                        .deliveryTimeout(delivery.deliveryTimeout())
                        .maxBlock(delivery.maxBlock())
                        .closeTimeout(delivery.closeTimeout())
                        .bufferBytes(delivery.bufferSize().toBytes())
                        .bufferMessages(delivery.bufferMessages())
                        .maxInFlight(delivery.maxInFlight())
                        .overflowPolicy(delivery.overflowPolicy())
                        .build());
    }

    static ResilienceSettings resilience(PushcastProperties.Retry retry) {
        return checked("pushcast.retry", () -> {
            ResilienceSettings.Builder settings = ResilienceSettings.builder()
                    .initialBackoff(retry.initialBackoff())
                    .maxBackoff(retry.maxBackoff())
                    .suspension(retry.suspension());
            return retry.maxAttempts() == null
                    ? settings.build()
                    : settings.maxAttempts(retry.maxAttempts()).build();
        });
    }

    static Limits limits(PushcastProperties.Limits limits) {
        return checked(
                "pushcast.limits",
                () -> new Limits(
                        limits.maxPayloadBytes(),
                        limits.maxChannelsPerMessage(),
                        limits.maxBatchSize(),
                        limits.maxRequestBytes(),
                        limits.maxChannelNameLength(),
                        limits.maxEventNameLength()));
    }

    static AuthLimits authLimits(PushcastProperties.Limits limits) {
        return checked(
                "pushcast.limits",
                () -> new AuthLimits(
                        limits.maxChannelNameLength(), limits.maxUserIdLength(), limits.maxUserInfoBytes()));
    }

    static PusherTransport transport(PusherApp app, PushcastProperties.Http http) {
        return checked(
                "pushcast.http",
                () -> PusherTransport.builder(app)
                        .requestTimeout(http.requestTimeout())
                        .connectTimeout(http.connectTimeout())
                        .maxConnections(http.maxConnections())
                        .build());
    }

    private static <T> T checked(String prefix, Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new PushcastConfigurationException(
                    "A property under " + prefix + " has a value that is not allowed: " + e.getMessage() + ".",
                    "Correct that property under " + prefix + ".",
                    e);
        }
    }
}
