package io.pushcast.spring;

import io.pushcast.pusher.PusherApp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which Pusher app the properties name. What is blank, or still a placeholder, counts as
 * not given: that is what is left of an environment variable that is unset. */
final class AppSettings {

    private static final String WHERE_TO_FIND = "they are on the page 'App Keys' of the app in Pusher's dashboard."
            + " To run without Pushcast, set pushcast.enabled=false.";

    private final String prefix;
    private final PushcastProperties.App properties;

    /** @param prefix what stands before the properties' names, such as {@code pushcast} */
    AppSettings(String prefix, PushcastProperties.App properties) {
        this.prefix = prefix;
        this.properties = properties;
    }

    /** @throws PushcastConfigurationException if properties are missing, wrong or contradict each other */
    PusherApp app() {
        String url = given(properties.url());
        try {
            return url == null ? byParts() : byUrl(url);
        } catch (IllegalArgumentException e) {
            throw new PushcastConfigurationException(
                    "The properties of the Pusher app under " + prefix + " are wrong: " + e.getMessage() + ".",
                    "Correct them; " + WHERE_TO_FIND);
        }
    }

    private PusherApp byUrl(String url) {
        List<String> others = givenBesidesUrl();
        if (!others.isEmpty()) {
            throw new PushcastConfigurationException(
                    "The Pusher app is named twice: by " + prefix + ".url and by " + String.join(", ", others) + ".",
                    "Set either " + prefix + ".url or the single properties, not both.");
        }
        return PusherApp.fromUrl(url).servedBy(properties.server());
    }

    private PusherApp byParts() {
        String cluster = given(properties.cluster());
        String host = given(properties.host());
        requireNothingMissing();
        if (cluster != null && host != null) {
            throw new PushcastConfigurationException(
                    "The Pusher app has two servers: " + prefix + ".cluster is '" + cluster + "' and " + prefix
                            + ".host is '" + host + "'.",
                    "Set " + prefix + ".cluster for Pusher itself, or " + prefix
                            + ".host for another server that speaks its" + " protocol, not both.");
        }
        PusherApp.Builder app = PusherApp.builder()
                .appId(String.valueOf(properties.appId()))
                .key(String.valueOf(properties.key()))
                .secret(String.valueOf(properties.secret()))
                .server(properties.server());
        if (cluster != null) {
            app.cluster(cluster);
        }
        if (host != null) {
            app.host(host);
        }
        if (properties.port() != null) {
            app.port(properties.port());
        }
        if (properties.tls() != null) {
            app.tls(properties.tls());
        }
        String pathPrefix = given(properties.pathPrefix());
        return pathPrefix == null ? app.build() : app.pathPrefix(pathPrefix).build();
    }

    private void requireNothingMissing() {
        List<String> missing = new ArrayList<>();
        Map<String, @Nullable String> required = new LinkedHashMap<>();
        required.put(prefix + ".app-id", properties.appId());
        required.put(prefix + ".key", properties.key());
        required.put(prefix + ".secret", properties.secret());
        required.forEach((name, value) -> {
            if (given(value) == null) {
                missing.add(name);
            }
        });
        if (given(properties.cluster()) == null && given(properties.host()) == null) {
            missing.add(prefix + ".cluster (or " + prefix + ".host)");
        }
        if (!missing.isEmpty()) {
            throw new PushcastConfigurationException(
                    "Pushcast does not know which Pusher app to publish to. Not set: " + String.join(", ", missing)
                            + ".",
                    "Set them, or " + prefix + ".url=https://key:secret@host/apps/id in their place; " + WHERE_TO_FIND);
        }
    }

    private List<String> givenBesidesUrl() {
        Map<String, @Nullable Object> others = new LinkedHashMap<>();
        others.put(prefix + ".app-id", given(properties.appId()));
        others.put(prefix + ".key", given(properties.key()));
        others.put(prefix + ".secret", given(properties.secret()));
        others.put(prefix + ".cluster", given(properties.cluster()));
        others.put(prefix + ".host", given(properties.host()));
        others.put(prefix + ".port", properties.port());
        others.put(prefix + ".tls", properties.tls());
        others.put(prefix + ".path-prefix", given(properties.pathPrefix()));
        return others.entrySet().stream()
                .filter(other -> other.getValue() != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static @Nullable String given(@Nullable String value) {
        // Spring leaves a placeholder that it can't resolve as it is: "${PUSHER_SECRET}" is nobody's secret.
        return value != null && !PusherApp.trimmed(value).isEmpty() && !value.contains("${") ? value : null;
    }
}
