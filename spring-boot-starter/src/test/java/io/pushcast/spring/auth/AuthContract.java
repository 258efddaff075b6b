package io.pushcast.spring.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.test.context.TestPropertySource;

/**
 * Who gets what from the endpoints of a real server with Spring Security, form login and bearer tokens, as pusher-js asks:
 * with the session's cookie and without a CSRF token. The same for both web stacks. Alice is of the tenant acme, bob of globex.
 */
@TestPropertySource(
        properties = {
            "pushcast.url=http://my-key:my-secret@localhost:6001/apps/1",
            "pushcast.auth.path=/pusher/auth,/broadcasting/auth"
        })
abstract class AuthContract {

    static final SecretKey TOKEN_KEY =
            new SecretKeySpec("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII), "HmacSHA256");

    private static final Pattern CSRF_TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");
    private static final String ORDER_7 = "00000000-0000-0000-0000-000000000007";

    @LocalServerPort
    int port;

    static UserDetails[] users() {
        return new UserDetails[] {
            User.withUsername("alice")
                    .password("{noop}secret")
                    .authorities("SCOPE_acme")
                    .build(),
            User.withUsername("bob")
                    .password("{noop}secret")
                    .authorities("SCOPE_globex")
                    .build()
        };
    }

    @Test
    void signsForWhoHasLoggedInByTheForm() throws Exception {
        HttpResponse<String> answer = subscribe(loggedIn("alice"), "private-letters.alice");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(answer.body())
                .isEqualTo("{\"auth\":\"my-key:" + ReferenceSignatures.of("my-secret", "123.456:private-letters.alice")
                        + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private-orders.acme." + ORDER_7,
                "private-letters.alice",
                "private-settings.alice",
                "presence-room.1"
            })
    void allows(String channel) throws Exception {
        assertThat(subscribe(loggedIn("alice"), channel).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // another tenant's
                "private-orders.globex." + ORDER_7,
                // another user's
                "private-letters.bob",
                "private-settings.bob",
                "private-orders.acme.00000000-0000-0000-0000-000000000008",
                // what is no such parameter
                "private-orders.acme.7",
                "private-orders.acme.0-0-0-0-7",
                "private-orders.acme." + ORDER_7 + ".more",
                // of a rule for bearers of tokens
                "private-reports.acme",
                "presence-room.closed",
                // without a rule
                "private-unknown",
                "presence-unknown",
                "private-encrypted-letters.alice",
                "letters",
                ""
            })
    void refuses(String channel) throws Exception {
        grantsNothing(subscribe(loggedIn("alice"), channel), channel.isEmpty() ? 400 : 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "socket_id=123.456",
                "channel_name=private-letters.alice",
                "socket_id=123.456%3Ax&channel_name=private-letters.alice",
                "socket_id=123.456&channel_name=private-letters.alice%0a",
                "socket_id=123.456&channel_name=private-letters.alice&channel_name=private-letters.bob",
                "socket_id=1.1&socket_id=2.2&channel_name=private-letters.alice",
                "socket_id=1.1&channel_name=private-letters.alice&channel_name[0]=private-letters.alice"
            })
    void refusesWhatIsMalformed(String form) throws Exception {
        grantsNothing(post(loggedIn("alice"), "/pusher/auth", form), 400);
    }

    @Test
    void refusesAFormThatCannotBeDecoded() throws Exception {
        HttpResponse<String> answer =
                post(loggedIn("alice"), "/pusher/auth", "socket_id=123.456&channel_name=private-letters.alice&x=%zz");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("my-key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded, application/json",
                "application/x-www-form-urlencoded; charset=foo",
                "application/x-www-form-urlencoded;;"
            })
    void takesFormsWhateverComesAfterTheirType(String contentType) throws Exception {
        HttpResponse<String> answer =
                send(loggedIn("alice"), contentType, "socket_id=123.456&channel_name=private-letters.alice");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("my-key:");
    }

    @Test
    void takesJson() throws Exception {
        assertThat(send(
                                loggedIn("alice"),
                                "application/json",
                                "{\"socket_id\":\"123.456\",\"channel_name\":\"private-letters.alice\"}")
                        .statusCode())
                .isEqualTo(200);
        grantsNothing(
                send(
                        loggedIn("alice"),
                        "application/json",
                        "{\"socket_id\":\"123.456\",\"channel_name\":\"private-letters.bob\"}"),
                403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "text/plain", "multipart/form-data; boundary=x", "*/*"})
    void refusesOtherBodiesAndSaysWhatIsRight(String contentType) throws Exception {
        HttpResponse<String> answer =
                send(loggedIn("alice"), contentType, "socket_id=123.456&channel_name=private-letters.alice");

        grantsNothing(answer, 415);
        assertThat(answer.body()).contains("send a form (application/x-www-form-urlencoded) or a JSON object");
    }

    @Test
    void refusesAQueryAndSaysWhatIsRight() throws Exception {
        HttpRequest get = HttpRequest.newBuilder(
                        uri("/pusher/auth?socket_id=123.456&channel_name=private-letters.alice"))
                .build();

        HttpResponse<String> answer = loggedIn("alice").send(get, BodyHandlers.ofString());

        grantsNothing(answer, 405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
        assertThat(answer.body()).contains("GET is not accepted here");
    }

    private HttpResponse<String> send(HttpClient client, String contentType, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/pusher/auth"))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"private-letters.alice", "private-letters.anonymousUser", "presence-room.1", "private-unknown"})
    void givesStrangersNothing(String channel) throws Exception {
        HttpResponse<String> answer = subscribe(stranger(), channel);

        assertThat(answer.statusCode()).isIn(302, 401);
        assertThat(answer.body()).doesNotContain("my-key");
        assertThat(signIn(stranger()).statusCode()).isIn(302, 401);
    }

    @Test
    void givesStrangersNothingWhereSecurityLetsThemIn() throws Exception {
        grantsNothing(
                post(stranger(), "/broadcasting/auth", "socket_id=123.456&channel_name=private-letters.anonymousUser"),
                401);
    }

    @Test
    void answersForSeveralChannelsAtOnceEachAsItWouldAlone() throws Exception {
        HttpResponse<String> answer = post(
                loggedIn("alice"),
                "/pusher/auth",
                "socket_id=1.2&channel_name[0]=private-letters.alice&channel_name[1]=private-letters.bob"
                        + "&channel_name[2]=presence-room.1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("{\"private-letters.alice\":{\"status\":200,\"data\":{\"auth\":\"my-key:")
                .contains("\"private-letters.bob\":{\"status\":403,")
                .contains("\"presence-room.1\":{\"status\":200,\"data\":{\"auth\":\"my-key:");
    }

    @Test
    void signsForTheBearerOfAToken() throws Exception {
        assertThat(subscribeByToken("carol", "acme", "private-letters.carol").statusCode())
                .isEqualTo(200);
        assertThat(subscribeByToken("carol", "acme", "private-orders.acme." + ORDER_7)
                        .statusCode())
                .isEqualTo(200);
        assertThat(subscribeByToken("carol", "acme", "private-reports.acme").statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesTheBearerOfAToken() throws Exception {
        grantsNothing(subscribeByToken("carol", "acme", "private-letters.alice"), 403);
        grantsNothing(subscribeByToken("carol", "acme", "private-orders.globex." + ORDER_7), 403);
        grantsNothing(subscribeByToken("carol", "acme", "private-reports.globex"), 403);
        grantsNothing(subscribeByToken("carol", "acme", "private-settings.carol"), 403);
    }

    @Test
    void refusesATokenThatIsNotGenuine() throws Exception {
        SecretKey other = new SecretKeySpec(new byte[32], "HmacSHA256");

        assertThat(bearer(token("carol", "acme", other, Instant.now().plusSeconds(60)), "private-letters.carol")
                        .statusCode())
                .isEqualTo(401);
        assertThat(bearer(token("carol", "acme", TOKEN_KEY, Instant.now().minusSeconds(600)), "private-letters.carol")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void signsUsersInAsWhomTheMethodSays() throws Exception {
        HttpResponse<String> answer = signIn(loggedIn("alice"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("\"my-key:" + ReferenceSignatures.of("my-secret", "123.456::user::{\"id\":\"alice\"}") + "\"")
                .contains("\"user_data\":\"{\\\"id\\\":\\\"alice\\\"}\"");
    }

    @Test
    void signsInNobodyElse() throws Exception {
        grantsNothing(signIn(loggedIn("bob")), 403);
        grantsNothing(post(loggedIn("alice"), "/pusher/user-auth", "socket_id=123.456%3A%3Auser"), 400);
        grantsNothing(post(loggedIn("alice"), "/pusher/user-auth", ""), 400);
    }

    @Test
    void leavesTheRestOfTheApplicationProtectedAgainstForgery() throws Exception {
        assertThat(post(loggedIn("alice"), "/orders", "").statusCode()).isEqualTo(403);
        assertThat(post(loggedIn("alice"), "/pusher/other", "").statusCode()).isEqualTo(403);
    }

    @Test
    void asksNoCsrfTokenOfABearerAnywhere() throws Exception {
        HttpRequest order = form("/orders", "")
                .header("Authorization", "Bearer " + goodToken("carol", "acme"))
                .build();

        HttpResponse<String> answer = stranger().send(order, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("placed for carol");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pusher/auth", "/pusher/user-auth", "/pusher/webhook"})
    void leavesOtherMethodsProtectedAgainstForgery(String path) throws Exception {
        HttpRequest put =
                form(path, "").method("PUT", BodyPublishers.ofString("")).build();

        assertThat(loggedIn("alice").send(put, BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void takesWhatIsInTheFormAndNotInTheQuery() throws Exception {
        HttpClient alice = loggedIn("alice");

        grantsNothing(post(alice, "/pusher/auth?socket_id=1.2&channel_name=private-letters.alice", ""), 400);
        assertThat(post(
                                alice,
                                "/pusher/auth?channel_name=private-letters.bob",
                                "socket_id=123.456&channel_name=private-letters.alice")
                        .statusCode())
                .isEqualTo(200);
    }

    private static void grantsNothing(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).doesNotContain("my-key").doesNotContain("\"auth\"");
    }

    private HttpResponse<String> subscribe(HttpClient client, String channel) throws Exception {
        return post(client, "/pusher/auth", "socket_id=123.456&channel_name=" + channel);
    }

    private HttpResponse<String> signIn(HttpClient client) throws Exception {
        return post(client, "/pusher/user-auth", "socket_id=123.456");
    }

    private HttpResponse<String> post(HttpClient client, String path, String form)
            throws IOException, InterruptedException {
        return client.send(form(path, form).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder form(String path, String form) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
    }

    private HttpResponse<String> subscribeByToken(String name, String tenant, String channel) throws Exception {
        return bearer(goodToken(name, tenant), channel);
    }

    private static String goodToken(String name, String tenant) throws JOSEException {
        return token(name, tenant, TOKEN_KEY, Instant.now().plusSeconds(60));
    }

    private HttpResponse<String> bearer(String token, String channel) throws Exception {
        HttpRequest request = form("/pusher/auth", "socket_id=123.456&channel_name=" + channel)
                .header("Authorization", "Bearer " + token)
                .build();
        return stranger().send(request, BodyHandlers.ofString());
    }

    private static String token(String name, String tenant, SecretKey key, Instant expiry) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .subject(name)
                        .claim("tenant", tenant)
                        .claim("scope", tenant)
                        .expirationTime(Date.from(expiry))
                        .build());
        token.sign(new MACSigner(key));
        return token.serialize();
    }

    private static HttpClient stranger() {
        return HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    }

    /** A browser in which somebody has logged in by the form. */
    private HttpClient loggedIn(String user) throws Exception {
        HttpClient browser = stranger();
        HttpResponse<String> page =
                browser.send(HttpRequest.newBuilder(uri("/login")).build(), BodyHandlers.ofString());
        Matcher token = CSRF_TOKEN.matcher(page.body());
        assertThat(token.find()).as(page.body()).isTrue();
        HttpResponse<String> answer =
                post(browser, "/login", "username=" + user + "&password=secret&_csrf=" + token.group(1));
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).doesNotContain("error"));
        return browser;
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }
}
