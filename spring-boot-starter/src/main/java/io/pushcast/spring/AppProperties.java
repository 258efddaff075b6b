package io.pushcast.spring;

import io.pushcast.pusher.PusherApp;
import io.pushcast.settings.AppSettings;
import org.jspecify.annotations.Nullable;

/** The Pusher app that properties name. */
final class AppProperties {

    private AppProperties() {}

    /**
     * The app.
     *
     * @param prefix what stands before the properties' names, such as {@code pushcast}
     * @throws PushcastConfigurationException if properties are missing, wrong or contradict each other
     */
    static PusherApp app(String prefix, PushcastProperties.App properties) {
        return app(AppSettings.builder(prefix + ".")
                .url(filled(properties.url()))
                .appId(filled(properties.appId()))
                .key(filled(properties.key()))
                .secret(filled(properties.secret()))
                .cluster(filled(properties.cluster()))
                .host(filled(properties.host()))
                .port(properties.port())
                .tls(properties.tls())
                .pathPrefix(filled(properties.pathPrefix()))
                .server(properties.server())
                .build());
    }

    /** @throws PushcastConfigurationException if settings are missing, wrong or contradict each other */
    static PusherApp app(AppSettings settings) {
        try {
            return settings.app();
        } catch (AppSettings.InvalidException e) {
            throw new PushcastConfigurationException(
                    e.problem(), e.remedy() + " To run without Pushcast, set pushcast.enabled=false.", e.getCause());
        }
    }

    /** Spring leaves a placeholder that it can't resolve as it is: "${PUSHER_SECRET}" is nobody's secret. */
    private static @Nullable String filled(@Nullable String value) {
        return value == null || value.contains("${") ? null : value;
    }
}
