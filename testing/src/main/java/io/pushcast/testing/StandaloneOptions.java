package io.pushcast.testing;

import io.pushcast.pusher.PusherApp;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
record StandaloneOptions(
        String host,
        int port,
        String appId,
        String key,
        String secret,
        List<String> origins,
        boolean subscriptionCounts,
        Duration vacatedDelay,
        List<URI> webhooks) {

    static final String USAGE = """
            Usage: java -jar pushcast-testing-…-standalone.jar [options]

              --host ADDRESS           the address to listen on; 0.0.0.0 lets others in (127.0.0.1)
              --port PORT              the port to listen on; 0 takes a free one (6001)
              --app-id ID              the id of the app (app)
              --key KEY                its key, for clients (key)
              --secret SECRET          its secret, for servers (secret; a new one if others are let in by --host)
              --allow-origin ORIGIN    the origin of pages that may connect, such as http://localhost:3000; may be given
                                       several times (all)
              --subscription-counts    tells subscribers how many they are (off)
              --webhook URL            an address that is told of channels and members; may be given several times
              --vacated-delay SECONDS  how long it is told later who left, in case they come back (3)
              --help                   shows this""";

    static boolean askForHelp(String... arguments) {
        return Arrays.asList(arguments).contains("--help");
    }

    /** @throws IllegalArgumentException if an option is unknown, lacks its value or has a wrong one */
    static StandaloneOptions parse(String... arguments) {
        return new Parser(arguments).parse();
    }

    private static final class Parser {

        private final Iterator<String> arguments;
        private final List<URI> webhooks = new ArrayList<>();
        private String host = "127.0.0.1";
        private int port = 6001;
        private String appId = "app";
        private String key = "key";
        private @Nullable String secret;
        private final List<String> origins = new ArrayList<>();
        private boolean subscriptionCounts;
        private Duration vacatedDelay = Webhooks.DEFAULT_VACATED_DELAY;

        Parser(String... arguments) {
            this.arguments = List.of(arguments).iterator();
        }

        StandaloneOptions parse() {
            while (arguments.hasNext()) {
                take(arguments.next());
            }
            return new StandaloneOptions(
                    host,
                    port,
                    appId,
                    key,
                    secret == null ? defaultSecret(host) : secret,
                    List.copyOf(origins),
                    subscriptionCounts,
                    vacatedDelay,
                    List.copyOf(webhooks));
        }

        private void take(String option) {
            switch (option) {
                case "--host" -> host = valueOf(option);
                case "--port" -> port = port(valueOf(option));
                case "--app-id" -> appId = valueOf(option);
                case "--key" -> key = valueOf(option);
                case "--secret" -> secret = valueOf(option);
                case "--allow-origin" -> origins.add(valueOf(option));
                case "--subscription-counts" -> subscriptionCounts = true;
                case "--webhook" -> webhooks.add(URI.create(valueOf(option)));
                case "--vacated-delay" -> vacatedDelay = seconds(valueOf(option));
                default -> throw new IllegalArgumentException("Unknown option " + option);
            }
        }

        private String valueOf(String option) {
            if (!arguments.hasNext()) {
                throw new IllegalArgumentException("The option " + option + " lacks its value");
            }
            return arguments.next();
        }
    }

    /** Who is let in from outside must not know the secret from the documentation. */
    private static String defaultSecret(String host) {
        return isLoopback(host) ? "secret" : EmbeddedPusher.generatedSecret();
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host.trim()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Duration seconds(String value) {
        try {
            return Duration.parse("PT" + value + "S");
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("The delay must be a number of seconds, not " + value, e);
        }
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
    EmbeddedPusher start(EventRecorder recorder) {
        EmbeddedPusher.Builder builder = EmbeddedPusher.builder()
                .host(host)
                .port(port)
                .appId(appId)
                .key(key)
                .secret(secret)
                .allowedOrigins(origins.toArray(new String[0]))
                .recorder(recorder);
        EmbeddedPusher server = (subscriptionCounts ? builder.subscriptionCounts() : builder).start();
        try {
            webhooks.forEach(server.webhooks().vacatedDelay(vacatedDelay)::to);
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
                Pushcast in plain Java, with Spring Boot, with Quarkus:
                  PusherApp.fromUrl("http://%3$s:%4$s@%1$s:%2$d/apps/%5$s")
                  pushcast.url=http://%3$s:%4$s@%1$s:%2$d/apps/%5$s
                  quarkus.pushcast.url=http://%3$s:%4$s@%1$s:%2$d/apps/%5$s
                Node:
                  new Pusher({ appId: '%5$s', key: '%3$s', secret: '%4$s', host: '%1$s', port: '%2$d', useTLS: false })
                """.formatted(server.host(), server.port(), app.key(), app.secret(), app.appId());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "StandaloneOptions[host=" + host + ", port=" + port + ", appId=" + appId + ", key=" + key
                + ", origins=" + origins + ", subscriptionCounts=" + subscriptionCounts + ", vacatedDelay="
                + vacatedDelay + ", webhooks="
                + webhooks
                + "]";
    }
}
