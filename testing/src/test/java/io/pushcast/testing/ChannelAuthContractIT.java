package io.pushcast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.pushcast.auth.ChannelRule;
import io.pushcast.auth.ChannelRules;
import io.pushcast.auth.SignedInUser;
import io.pushcast.auth.UserAuthEndpoint;
import io.pushcast.auth.UserRule;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Core's endpoints as they are, behind the JDK's HTTP server. */
class ChannelAuthContractIT extends ChannelAuthContract {

    private static final Map<String, String> TENANTS = Map.of("alice", "acme", "bob", "globex");

    private final PusherApp app = PusherApp.builder()
            .appId("7")
            .key("a-key")
            .secret("a-secret")
            .cluster("eu")
            .build();
    private final ChannelRules<String> rules = ChannelRules.<String>builder()
            .rule(
                    "private-contract-orders.{customerId}",
                    ChannelRule.when(wish -> wish.parameter("customerId").equals(wish.user())))
            .rule(
                    "private-contract-tenants.{tenant}.{number}",
                    ChannelRule.when(wish -> wish.parameter("number", Long::valueOf) > 0
                            && wish.parameter("tenant").equals(TENANTS.get(wish.user()))))
            .rule(
                    "presence-contract-room.{room}",
                    ChannelRule.of(wish -> wish.parameter("room").equals("closed")
                            ? AuthDecision.deny()
                            : AuthDecision.member(wish.user(), Map.of("room", wish.parameter("room")))))
            .rule("private-contract-broken", ChannelRule.of(wish -> {
                throw new IllegalStateException("The database is down");
            }))
            .build();
    private final ChannelAuthEndpoint<String> channels = new ChannelAuthEndpoint<>(app, rules, JsonCodec.detect());
    private final UserAuthEndpoint<String> users = new UserAuthEndpoint<>(
            app,
            UserRule.of(user -> Optional.of(user).filter("alice"::equals).map(SignedInUser::of)),
            JsonCodec.detect());
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    ChannelAuthContractIT() throws IOException {}

    @BeforeEach
    void start() {
        server.createContext("/pusher/auth", exchange -> answer(exchange, channels::handle));
        server.createContext("/pusher/user-auth", exchange -> answer(exchange, users::handle));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Override
    protected PusherApp app() {
        return app;
    }

    @Override
    protected URI channelAuth() {
        return address("/pusher/auth");
    }

    @Override
    protected URI userAuth() {
        return address("/pusher/user-auth");
    }

    @Override
    protected void logIn(HttpRequest.Builder request, String user) {
        request.header("X-User", user);
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private interface Endpoint {
        CompletionStage<AuthResponse> handle(Map<String, List<String>> form, String user);
    }

    private static void answer(HttpExchange exchange, Endpoint endpoint) throws IOException {
        try {
            Map<String, List<String>> form =
                    form(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            send(
                    exchange,
                    endpoint.handle(form, exchange.getRequestHeaders().getFirst("X-User"))
                            .toCompletableFuture()
                            .join());
        } catch (IllegalArgumentException e) {
            send(exchange, new AuthResponse(400, "{}"));
        }
    }

    private static void send(HttpExchange exchange, AuthResponse answer) throws IOException {
        byte[] body = answer.body().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, List<String>> form(String body) {
        Map<String, List<String>> form = new HashMap<>();
        for (String field : body.isEmpty() ? new String[0] : body.split("&")) {
            String[] parts = field.split("=", 2);
            form.computeIfAbsent(URLDecoder.decode(parts[0], UTF_8), name -> new ArrayList<>())
                    .add(URLDecoder.decode(parts[1], UTF_8));
        }
        return form;
    }
}
