package io.pushcast.settings;

import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.ServerProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an application's configuration says about a Pusher app: either one URL or the single values. Immutable and safe for use
 * by several threads. Blank texts count as not given. {@link #toString()} shows no secret.
 *
 * <p>The two frameworks read their configuration into this, so that they agree on what is missing, what contradicts what, and
 * on the words for it.
 */
public final class AppSettings {

    private static final String APP_ID = "app-id";
    private static final String WHERE_TO_FIND = "they are on the page 'App Keys' of the app in Pusher's dashboard.";

    private final String what;
    private final Map<String, String> given;
    private final UnaryOperator<String> names;
    private final ServerProfile server;
    private final @Nullable String conflict;

    private AppSettings(Builder builder) {
        this.what = builder.what;
        this.given = new LinkedHashMap<>(builder.given);
        this.names = builder.names;
        this.server = builder.server;
        this.conflict = builder.conflict;
    }

    /**
     * Settings that are called after what they are in {@link PusherApp.Builder}: {@code url}, {@code app-id}, {@code key} and so
     * on.
     *
     * @param prefix what stands before these names in the application's configuration, such as {@code pushcast.}
     */
    public static Builder builder(String prefix) {
        String place = prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return new Builder("The properties of the Pusher app under " + place, name -> prefix + name);
    }

    /**
     * Settings by the names that other libraries and hosting platforms use: {@code PUSHER_URL} of Heroku's add-on, and
     * {@code PUSHER_APP_ID}, {@code PUSHER_APP_KEY}, {@code PUSHER_APP_SECRET}, {@code PUSHER_APP_CLUSTER}, {@code PUSHER_HOST},
     * {@code PUSHER_PORT} and {@code PUSHER_SCHEME} of Laravel.
     *
     * <p>As with Laravel, a host takes precedence over a cluster, and the port and scheme count for a host alone: Laravel's template
     * for new applications gives all of them. A URL takes precedence over the other variables, but must not name another app.
     *
     * @param variables the value of a variable by its name; null if it is not set
     * @param server which server serves the app
     * @return settings that {@linkplain #isEmpty() are empty} if none of URL, id, key and secret is set
     */
    public static AppSettings ofPusherVariables(Function<String, @Nullable String> variables, ServerProfile server) {
        return PusherVariables.read(variables, server);
    }

    /** Whether nothing names an app. */
    public boolean isEmpty() {
        return given.isEmpty();
    }

    /**
     * The app.
     *
     * @throws InvalidException if something is missing, wrong, or contradicts something else
     */
    public PusherApp app() {
        requireNoConflict();
        try {
            return given.containsKey("url")
                    ? PusherApp.fromUrl(given.get("url")).servedBy(server)
                    : byParts();
        } catch (InvalidException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InvalidException(
                    what + " are wrong: " + e.getMessage() + ".", "Correct them; " + WHERE_TO_FIND, List.of(), e);
        }
    }

    private void requireNoConflict() {
        if (conflict != null) {
            throw new InvalidException(conflict, "Take one of them away.", List.of(), null);
        }
        List<String> others = given.keySet().stream()
                .filter(name -> !name.equals("url"))
                .map(names)
                .toList();
        if (given.containsKey("url") && !others.isEmpty()) {
            String url = names.apply("url");
            throw new InvalidException(
                    "The Pusher app is named twice: by " + url + " and by " + String.join(", ", others) + ".",
                    "Set either " + url + " or the single properties, not both.",
                    List.of(),
                    null);
        }
        if (given.containsKey("cluster") && given.containsKey("host")) {
            String cluster = names.apply("cluster");
            String host = names.apply("host");
            throw new InvalidException(
                    "The Pusher app has two servers: " + cluster + " is '" + given.get("cluster") + "' and " + host
                            + " is '" + given.get("host") + "'.",
                    "Set " + cluster + " for Pusher itself, or " + host
                            + " for another server that speaks its protocol, not both.",
                    List.of(),
                    null);
        }
    }

    private PusherApp byParts() {
        requireNothingMissing();
        PusherApp.Builder app = PusherApp.builder()
                .appId(given.getOrDefault(APP_ID, ""))
                .key(given.getOrDefault("key", ""))
                .secret(given.getOrDefault("secret", ""))
                .server(server);
        whenGiven("cluster", app::cluster);
        whenGiven("host", app::host);
        whenGiven("port", port -> app.port(port(port)));
        whenGiven("tls", tls -> app.tls(Boolean.parseBoolean(tls)));
        whenGiven("path-prefix", app::pathPrefix);
        return app.build();
    }

    private void whenGiven(String name, Consumer<String> use) {
        String value = given.get(name);
        if (value != null) {
            use.accept(value);
        }
    }

    private int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(names.apply("port") + " must be a number, not '" + text + "'", e);
        }
    }

    private void requireNothingMissing() {
        List<String> missing = new ArrayList<>();
        for (String name : List.of(APP_ID, "key", "secret")) {
            if (!given.containsKey(name)) {
                missing.add(names.apply(name));
            }
        }
        boolean noServer = !given.containsKey("cluster") && !given.containsKey("host");
        if (noServer) {
            missing.add(names.apply("cluster"));
        }
        if (!missing.isEmpty()) {
            throw new InvalidException(
                    "Pushcast does not know which Pusher app to publish to. Not set: " + String.join(", ", missing)
                            + (noServer ? " (or " + names.apply("host") + ")" : "") + ".",
                    "Set them, or " + names.apply("url") + "=https://key:secret@host/apps/id in their place; "
                            + WHERE_TO_FIND,
                    missing,
                    null);
        }
    }

    private String allNames() {
        return String.join(", ", given.keySet().stream().map(names).toList());
    }

    /** The names of what is given. */
    @Override
    public String toString() {
        return "AppSettings[" + allNames() + "]";
    }

    /** Thrown when the settings of a Pusher app are incomplete, wrong or contradict each other. The message shows no secret. */
    public static final class InvalidException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final String problem;
        private final String remedy;
        private final ArrayList<String> missing;

        InvalidException(String problem, String remedy, List<String> missing, @Nullable Throwable cause) {
            super(problem + " " + remedy, cause);
            this.problem = problem;
            this.remedy = remedy;
            this.missing = new ArrayList<>(missing);
        }

        /** What is wrong, in a sentence. */
        public String problem() {
            return problem;
        }

        /** What to do about it, in a sentence. */
        public String remedy() {
            return remedy;
        }

        /** The names of the settings that are missing; empty if it is something else. */
        public List<String> missing() {
            return List.copyOf(missing);
        }
    }

    /** Builds {@link AppSettings}. Not for use by several threads. */
    public static final class Builder {

        private final String what;
        private final UnaryOperator<String> names;
        private final Map<String, String> given = new LinkedHashMap<>();
        private ServerProfile server = ServerProfile.PUSHER;
        private @Nullable String conflict;

        Builder(String what, UnaryOperator<String> names) {
            this.what = what;
            this.names = names;
        }

        /** The app as one URL, such as {@code https://key:secret@api-eu.pusher.com/apps/123}, in place of all else but the server. */
        public Builder url(@Nullable String url) {
            return give("url", url);
        }

        /** The id of the app. */
        public Builder appId(@Nullable String appId) {
            return give(APP_ID, appId);
        }

        /** The key of the app. */
        public Builder key(@Nullable String key) {
            return give("key", key);
        }

        /** The secret of the app. */
        public Builder secret(@Nullable String secret) {
            return give("secret", secret);
        }

        /** The cluster of Pusher's. */
        public Builder cluster(@Nullable String cluster) {
            return give("cluster", cluster);
        }

        /** The host of another server. */
        public Builder host(@Nullable String host) {
            return give("host", host);
        }

        /** The port of the server. */
        public Builder port(@Nullable Integer port) {
            return give("port", port == null ? null : port.toString());
        }

        /** Whether requests go over TLS. */
        public Builder tls(@Nullable Boolean tls) {
            return give("tls", tls == null ? null : tls.toString());
        }

        /** What stands before {@code /apps} in the server's paths. */
        public Builder pathPrefix(@Nullable String pathPrefix) {
            return give("path-prefix", pathPrefix);
        }

        /** Which server serves the app. Default: {@link ServerProfile#PUSHER}. It names no app by itself. */
        public Builder server(ServerProfile server) {
            this.server = Objects.requireNonNull(server, "server");
            return this;
        }

        Builder give(String name, @Nullable String value) {
            String trimmed = value == null ? "" : PusherApp.trimmed(value);
            if (!trimmed.isEmpty()) {
                given.put(name, trimmed);
            }
            return this;
        }

        Builder conflict(@Nullable String conflict) {
            this.conflict = conflict;
            return this;
        }

        /** The settings. What they say is looked at by {@link AppSettings#app()}. */
        public AppSettings build() {
            return new AppSettings(this);
        }
    }
}
