package io.pushcast.testing;

import io.pushcast.pusher.PusherApp;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the command line asks for. */
record StandaloneOptions(int port, String appId, String key, String secret, List<URI> webhooks) {

    static final String USAGE = """
            Usage: java -jar pushcast-testing-…-standalone.jar [options]

              --port PORT      the port to listen on, on 127.0.0.1; 0 takes a free one (6001)
              --app-id ID      the id of the app (app)
              --key KEY        its key, for clients (key)
              --secret SECRET  its secret, for servers (secret)
              --webhook URL    an address that is told of channels and members; may be given several times
              --help           shows this""";

    private static final StandaloneOptions DEFAULTS = new StandaloneOptions(6001, "app", "key", "secret", List.of());

    static boolean askForHelp(String... arguments) {
        return Arrays.asList(arguments).contains("--help");
    }

    /** @throws IllegalArgumentException if an option is unknown, lacks its value or has a wrong one */
    static StandaloneOptions parse(String... arguments) {
        StandaloneOptions options = DEFAULTS;
        for (int i = 0; i < arguments.length; i += 2) {
            String option = arguments[i];
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("The option " + option + " lacks its value, or is none");
            }
            options = options.with(option, arguments[i + 1]);
        }
        return options;
    }

    private StandaloneOptions with(String option, String value) {
        return switch (option) {
            case "--port" -> new StandaloneOptions(port(value), appId, key, secret, webhooks);
            case "--app-id" -> new StandaloneOptions(port, value, key, secret, webhooks);
            case "--key" -> new StandaloneOptions(port, appId, value, secret, webhooks);
            case "--secret" -> new StandaloneOptions(port, appId, key, value, webhooks);
            case "--webhook" -> {
                List<URI> more = new ArrayList<>(webhooks);
                more.add(URI.create(value));
                yield new StandaloneOptions(port, appId, key, secret, List.copyOf(more));
            }
            default -> throw new IllegalArgumentException("Unknown option " + option);
        };
    }

    private static int port(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The port must be a number, not " + value, e);
        }
    }

    /**
     * Starts it.
     *
     * @throws IllegalArgumentException if a value is not what it should be
     * @throws java.io.UncheckedIOException if it can't listen
     */
    EmbeddedPusher start(Recorder recorder) {
        EmbeddedPusher server = EmbeddedPusher.builder()
                .port(port)
                .appId(appId)
                .key(key)
                .secret(secret)
                .recorder(recorder)
                .start();
        try {
            webhooks.forEach(server.webhooks()::to);
            return server;
        } catch (IllegalArgumentException e) {
            server.close();
            throw e;
        }
    }

    /** For a page, for a Java service and for one in Node; with the secret, which is for development only. */
    static String howToConnect(EmbeddedPusher server) {
        PusherApp app = server.app();
        return """
                A Pusher server for development listens on %1$s:%2$d. Ctrl-C ends it.

                pusher-js:
                  new Pusher('%3$s', { wsHost: '%1$s', wsPort: %2$d, forceTLS: false, enabledTransports: ['ws'], cluster: '' })
                Pushcast:
                  PusherApp.fromUrl("http://%3$s:%4$s@%1$s:%2$d/apps/%5$s")
                Node:
                  new Pusher({ appId: '%5$s', key: '%3$s', secret: '%4$s', host: '%1$s', port: '%2$d', useTLS: false })
                """.formatted(server.host(), server.port(), app.key(), app.secret(), app.appId());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "StandaloneOptions[port=" + port + ", appId=" + appId + ", key=" + key + ", webhooks=" + webhooks + "]";
    }
}
