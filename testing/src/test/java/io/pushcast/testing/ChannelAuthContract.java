package io.pushcast.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.pushcast.pusher.PusherApp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the endpoints of an application that authorise subscriptions and sign users in owe their clients, whichever
 * framework serves them. Extend it with an application that runs; it talks to it by HTTP alone.
 *
 * <p>The application knows the users {@code alice}, of the tenant {@code acme}, and {@code bob}, of {@code globex}. It has
 * these rules and none else that match a channel whose name begins with {@code private-contract} or
 * {@code presence-contract}:
 *
 * <table>
 * <caption>Rules</caption>
 * <tr><td>{@code private-contract-orders.{customerId}}</td><td>the user with this name</td></tr>
 * <tr><td>{@code private-contract-tenants.{tenant}.{number}}</td><td>users of the tenant; the number is a {@code long}</td></tr>
 * <tr><td>{@code presence-contract-room.{room}}</td><td>everybody, as a member whose id is the user's name and whose
 * information is {@code {"room":…}}; but nobody to the room {@code closed}</td></tr>
 * <tr><td>{@code private-contract-broken}</td><td>fails with an exception whose message is {@code The database is
 * down}</td></tr>
 * <tr><td>signing in</td><td>{@code alice} as {@code alice}, {@code bob} not at all</td></tr>
 * </table>
 */
public abstract class ChannelAuthContract {

    private static final String SOCKET = "123.456";
    private static final String ALICES = "private-contract-orders.alice";

    private final HttpClient client = HttpClient.newHttpClient();

    /** The app that subscriptions are signed for. */
    protected abstract PusherApp app();

    /** Where the application authorises subscriptions. */
    protected abstract URI channelAuth();

    /** Where the application signs users in. */
    protected abstract URI userAuth();

    /** Makes a request that of a user who has logged in. */
    protected abstract void logIn(HttpRequest.Builder request, String user);

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refuses(String what, String user, String form, int status) {
        HttpResponse<String> answer = post(channelAuth(), user, form);

        assertStatus(answer, status);
        assertThat(answer.body())
                .doesNotContain("\"auth\"")
                .doesNotContain(app().key())
                .doesNotContain("database");
    }

    @Test
    void takesWhatIsInTheFormAndNotInTheQuery() {
        HttpResponse<String> nothing = post(URI.create(channelAuth() + "?" + form(ALICES)), "alice", "");
        HttpResponse<String> both = post(
                URI.create(channelAuth() + "?channel_name=private-contract-orders.bob&socket_id=1.2"),
                "alice",
                form(ALICES));

        assertStatus(nothing, 400);
        assertThat(nothing.body()).doesNotContain(app().key());
        assertThat(both.statusCode()).isEqualTo(200);
        assertThat(text(both.body(), "auth")).isEqualTo(signed(SOCKET + ":" + ALICES));
    }

    static Stream<Arguments> refuses() {
        return Stream.of(
                arguments("nobody", null, form(ALICES), 401),
                arguments("nobody, for what there is no rule for", null, form("private-contract-unknown"), 401),
                arguments("another user", "bob", form(ALICES), 403),
                arguments("a user of another tenant", "bob", form("private-contract-tenants.acme.7"), 403),
                arguments("a number that is none", "alice", form("private-contract-tenants.acme.x"), 403),
                arguments("a number written otherwise", "alice", form("private-contract-tenants.acme.007"), 403),
                arguments("a channel without a rule", "alice", form("private-contract-unknown"), 403),
                arguments("a channel that begins like one with a rule", "alice", form(ALICES + ".x"), 403),
                arguments("a channel that ends like one with a rule", "alice", form("private-x-" + ALICES), 403),
                arguments("the encrypted variant", "alice", form("private-encrypted-contract-orders.alice"), 403),
                arguments("the cache variant", "alice", form("private-cache-contract-orders.alice"), 403),
                arguments("a public channel", "alice", form("contract-orders.alice"), 403),
                arguments(
                        "a presence channel that the rule denies", "alice", form("presence-contract-room.closed"), 403),
                arguments("an empty form", "alice", "", 400),
                arguments("a form without a channel", "alice", "socket_id=" + SOCKET, 400),
                arguments("a form without a socket", "alice", "channel_name=" + ALICES, 400),
                arguments("a socket that is none", "alice", "socket_id=x&channel_name=" + ALICES, 400),
                arguments(
                        "a socket that smuggles in a channel",
                        "alice",
                        "socket_id=" + encoded(SOCKET + ":private-contract-orders.bob") + "&channel_name=" + ALICES,
                        400),
                arguments("a channel that is none", "alice", form("private-contract orders"), 400),
                arguments(
                        "two channels in one",
                        "alice",
                        form(ALICES) + "&channel_name=private-contract-orders.bob",
                        400),
                arguments("two sockets", "alice", form(ALICES) + "&socket_id=1.2", 400),
                arguments("one and many channels", "alice", form(ALICES) + "&channel_name%5B0%5D=" + ALICES, 400),
                arguments("a name too long", "alice", form("private-contract-orders." + "a".repeat(200)), 400),
                arguments("a form that can't be decoded", "alice", form(ALICES) + "&x=%zz", 400),
                arguments("a channel that can't be decoded", "alice", form(ALICES) + "%zz", 400),
                arguments("a rule that fails", "alice", form("private-contract-broken"), 500));
    }

    @ParameterizedTest
    @MethodSource
    void grants(String user, String channel) {
        HttpResponse<String> answer = post(channelAuth(), user, form(channel));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(caching -> assertThat(caching).contains("no-store"));
        assertThat(text(answer.body(), "auth")).isEqualTo(signed(SOCKET + ":" + channel));
    }

    static Stream<Arguments> grants() {
        return Stream.of(
                arguments("alice", ALICES),
                arguments("bob", "private-contract-orders.bob"),
                arguments("alice", "private-contract-tenants.acme.7"),
                arguments("bob", "private-contract-tenants.globex.9223372036854775807"));
    }

    @Test
    void saysWhoJoinsAPresenceChannel() {
        HttpResponse<String> answer = post(channelAuth(), "bob", form("presence-contract-room.1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        String member = text(answer.body(), "channel_data");
        assertThat(JsonParser.parseString(member))
                .isEqualTo(JsonParser.parseString("{\"user_id\":\"bob\",\"user_info\":{\"room\":\"1\"}}"));
        assertThat(text(answer.body(), "auth")).isEqualTo(signed(SOCKET + ":presence-contract-room.1:" + member));
    }

    @Test
    void answersForEachOfSeveralChannels() {
        HttpResponse<String> answer = post(
                channelAuth(),
                "alice",
                forms(ALICES, "private-contract-orders.bob", "private-contract-unknown", "private-contract-broken"));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonObject answers = JsonParser.parseString(answer.body()).getAsJsonObject();
        assertThat(answers.entrySet())
                .extracting(each -> each.getKey() + " "
                        + each.getValue().getAsJsonObject().get("status").getAsInt())
                .containsExactly(
                        ALICES + " 200",
                        "private-contract-orders.bob 403",
                        "private-contract-unknown 403",
                        "private-contract-broken 500");
        assertThat(answers.getAsJsonObject(ALICES)
                        .getAsJsonObject("data")
                        .get("auth")
                        .getAsString())
                .isEqualTo(signed(SOCKET + ":" + ALICES));
        assertThat(answer.body()).containsOnlyOnce("\"auth\"");
    }

    @Test
    void refusesSeveralChannelsAsAWhole() {
        assertStatus(post(channelAuth(), null, forms(ALICES, ALICES)), 401);
        assertThat(post(channelAuth(), "alice", forms(ALICES, "not a channel")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void signsAUserIn() {
        HttpResponse<String> answer = post(userAuth(), "alice", "socket_id=" + SOCKET);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(caching -> assertThat(caching).contains("no-store"));
        String user = text(answer.body(), "user_data");
        assertThat(text(user, "id")).isEqualTo("alice");
        assertThat(text(answer.body(), "auth")).isEqualTo(signed(SOCKET + "::user::" + user));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusesToSignIn(String what, String user, String form, int status) {
        HttpResponse<String> answer = post(userAuth(), user, form);

        assertStatus(answer, status);
        assertThat(answer.body()).doesNotContain("\"auth\"").doesNotContain(app().key());
    }

    static Stream<Arguments> refusesToSignIn() {
        return Stream.of(
                arguments("nobody", null, "socket_id=" + SOCKET, 401),
                arguments("a user whom the rule refuses", "bob", "socket_id=" + SOCKET, 403),
                arguments("a form without a socket", "alice", "", 400),
                arguments("a socket that is none", "alice", "socket_id=1.2%3A%3Auser", 400));
    }

    /** Nobody may also be sent to where people log in. */
    private static void assertStatus(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isIn(status == 401 ? List.of(401, 302) : List.of(status));
    }

    private HttpResponse<String> post(URI endpoint, String user, String form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        if (user != null) {
            logIn(request, user);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("No answer from " + endpoint, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private String signed(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(app().secret().getBytes(UTF_8), "HmacSHA256"));
            return app().key() + ":" + HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(String json, String member) {
        return JsonParser.parseString(json).getAsJsonObject().get(member).getAsString();
    }

    private static String form(String channel) {
        return "socket_id=" + SOCKET + "&channel_name=" + encoded(channel);
    }

    private static String forms(String... channels) {
        return "socket_id=" + SOCKET
                + Stream.iterate(0, i -> i < channels.length, i -> i + 1)
                        .map(i -> "&channel_name%5B" + i + "%5D=" + encoded(channels[i]))
                        .collect(joining());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
