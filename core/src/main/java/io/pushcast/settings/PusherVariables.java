package io.pushcast.settings;

import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.ServerProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The variables by which other libraries and hosting platforms name a Pusher app. */
final class PusherVariables {

    private static final Map<String, String> VARIABLES = variables();

    private PusherVariables() {}

    private static Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("url", "PUSHER_URL");
        variables.put("app-id", "PUSHER_APP_ID");
        variables.put("key", "PUSHER_APP_KEY");
        variables.put("secret", "PUSHER_APP_SECRET");
        variables.put("cluster", "PUSHER_APP_CLUSTER");
        variables.put("host", "PUSHER_HOST");
        variables.put("port", "PUSHER_PORT");
        variables.put("scheme", "PUSHER_SCHEME");
        return variables;
    }

    /** Settings of those that are set. */
    static AppSettings read(Function<String, @Nullable String> variables, ServerProfile server) {
        Map<String, String> set = new LinkedHashMap<>();
        VARIABLES.forEach((name, variable) -> {
            String value = variables.apply(variable);
            String trimmed = value == null ? "" : PusherApp.trimmed(value);
            if (!trimmed.isEmpty()) {
                set.put(name, trimmed);
            }
        });
        AppSettings.Builder settings = new AppSettings.Builder(
                        "The variables PUSHER_…", name -> VARIABLES.getOrDefault(name, name))
                .server(server);
        if (set.containsKey("url")) {
            return settings.url(set.get("url")).conflict(conflict(set)).build();
        }
        if (!set.containsKey("app-id") && !set.containsKey("key") && !set.containsKey("secret")) {
            return settings.build();
        }
        for (String name : List.of("app-id", "key", "secret")) {
            settings.give(name, set.get(name));
        }
        return set.containsKey("host")
                ? host(settings, set)
                : settings.cluster(set.get("cluster")).build();
    }

    private static AppSettings host(AppSettings.Builder settings, Map<String, String> set) {
        settings.host(set.get("host")).give("port", set.get("port"));
        String scheme = set.get("scheme");
        return scheme == null
                ? settings.build()
                : settings.tls(!scheme.equalsIgnoreCase("http")).build();
    }

    /** How the variables beside the URL contradict it, if they do. What is wrong with the URL itself is said elsewhere. */
    private static @Nullable String conflict(Map<String, String> set) {
        try {
            PusherApp app = PusherApp.fromUrl(set.get("url"));
            String ofId = conflict("app-id", app.appId(), set);
            return ofId == null ? conflict("key", app.key(), set) : ofId;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String conflict(String name, String ofUrl, Map<String, String> set) {
        String other = set.get(name);
        return other == null || other.equals(ofUrl)
                ? null
                : "PUSHER_URL names the Pusher app with the " + name + " " + ofUrl + ", and " + VARIABLES.get(name)
                        + " is " + other + ".";
    }
}
