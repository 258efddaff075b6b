package io.pushcast.examples.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import com.pusher.rest.Pusher;
import com.pusher.rest.SignatureUtil;
import com.pusher.rest.data.PresenceUser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pushcast.pusher.PusherApp;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A small web site: a page that subscribes with the real pusher-js, and the two endpoints that pusher-js asks, which sign
 * with Pusher's own Java library. Nobody gets {@link #FORBIDDEN}; for {@link #FORGED} the signature is another app's.
 */
final class TestSite implements AutoCloseable {

    static final String FORBIDDEN = "private-forbidden";
    static final String FORGED = "private-forged";

    /** What those encrypt with whose events its pages are to read. */
    static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final PusherApp app;
    private final Path pusherJs;
    private final Pusher signer;
    private final Pusher forger;
    private final HttpServer server;

    private TestSite(PusherApp app, Path pusherJs) throws IOException {
        this.app = app;
        this.pusherJs = pusherJs;
        this.signer = new Pusher(app.appId(), app.key(), app.secret(), MASTER_KEY);
        signer.setHost(app.host() + ":" + app.port());
        this.forger = new Pusher(app.appId(), app.key(), "not " + app.secret());
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, "text/html; charset=utf-8", resource("index.html")));
        server.createContext(
                "/subscriber.js", exchange -> answer(exchange, "text/javascript", resource("subscriber.js")));
        server.createContext(
                "/pushcast/large-payloads.js",
                exchange ->
                        answer(exchange, "text/javascript", bytes("/META-INF/resources/pushcast/large-payloads.js")));
        server.createContext(
                "/pusher.js", exchange -> answer(exchange, "text/javascript", Files.readAllBytes(this.pusherJs)));
        server.createContext("/pusher/auth", this::authorize);
        server.createContext("/pusher/user-auth", this::authenticate);
        server.start();
    }

    static TestSite start(PusherApp app, NpmPackages packages) throws IOException {
        return new TestSite(app, packages.find("pusher-js/dist/web/pusher-with-encryption.js"));
    }

    /** What encrypts for those whom this site authorises: Pusher's own Java library. */
    Pusher encrypting() {
        return signer;
    }

    /** The address of the page, for a user who subscribes to these channels. */
    String page(String user, String... channels) {
        Stream<String> subscriptions = Arrays.stream(channels).map(channel -> "channel=" + encoded(channel));
        Stream<String> rest = Stream.of("key=" + encoded(app.key()), "port=" + app.port(), "user=" + encoded(user));
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/?"
                + Stream.concat(rest, subscriptions).collect(joining("&"));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(exchange);
        String socketId = form.get("socket_id");
        String channel = form.get("channel_name");
        if (channel.equals(FORBIDDEN)) {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
            return;
        }
        Pusher pusher = channel.equals(FORGED) ? forger : signer;
        String answer = channel.startsWith("presence-")
                ? pusher.authenticate(socketId, channel, member(form.get("user")))
                : pusher.authenticate(socketId, channel);
        answer(exchange, "application/json", answer.getBytes(UTF_8));
    }

    private static PresenceUser member(String user) {
        return new PresenceUser(user, Map.of("name", "Dr " + user));
    }

    private void authenticate(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(exchange);
        String watched = Arrays.stream(form.get("watch").split(","))
                .filter(user -> !user.isEmpty())
                .map(user -> "\"" + user + "\"")
                .collect(joining(","));
        String userData = "{\"id\":\"%s\",\"watchlist\":[%s]}".formatted(form.get("user"), watched);
        String signed = form.get("socket_id") + "::user::" + userData;
        String auth = app.key() + ":" + SignatureUtil.sign(signed, app.secret());
        answer(
                exchange,
                "application/json",
                "{\"auth\":\"%s\",\"user_data\":\"%s\"}"
                        .formatted(auth, userData.replace("\"", "\\\""))
                        .getBytes(UTF_8));
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        return Arrays.stream(body.split("&"))
                .map(field -> field.split("=", 2))
                .collect(toMap(field -> decoded(field[0]), field -> decoded(field[1])));
    }

    private static byte[] resource(String name) throws IOException {
        return bytes("/site/" + name);
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = TestSite.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, UTF_8);
    }
}
