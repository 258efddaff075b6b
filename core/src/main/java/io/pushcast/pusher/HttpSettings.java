package io.pushcast.pusher;

import io.pushcast.http.HttpClientSettings;

/** The settings of a transport as those of the HTTP client, with the headers that every request has. */
final class HttpSettings {

    private HttpSettings() {}

    static HttpClientSettings of(PusherTransport.Builder builder) {
        PusherApp app = builder.app;
        HttpClientSettings.Builder settings = HttpClientSettings.builder(app.host(), app.port(), app.tls())
                .maxConnections(builder.maxConnections)
                .connectTimeout(builder.connectTimeout)
                .requestTimeout(builder.requestTimeout)
                .keepAlive(builder.keepAlive)
                .connectionTtl(builder.connectionTtl)
                .sslContext(builder.sslContext)
                .header("User-Agent", "pushcast/" + LibraryVersion.CURRENT)
                .header("X-Pusher-Library", "pushcast " + LibraryVersion.CURRENT)
                .header("Content-Type", "application/json");
        if (builder.proxyHost != null) {
            settings.proxy(builder.proxyHost, builder.proxyPort);
        }
        if (builder.proxyUser != null && builder.proxyPassword != null) {
            settings.proxyCredentials(builder.proxyUser, builder.proxyPassword);
        }
        return settings.build();
    }
}
