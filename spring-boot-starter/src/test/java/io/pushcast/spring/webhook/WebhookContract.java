package io.pushcast.spring.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What becomes of webhooks on a real server with Spring Security. The same for both web stacks. */
@TestPropertySource(
        properties = {"pushcast.url=http://my-key:my-secret@localhost:6001/apps/1", "pushcast.webhook.max-size=1KB"})
abstract class WebhookContract {

    @LocalServerPort
    int port;

    @Autowired
    WebhookListeners heard;

    @BeforeEach
    void forget() {
        heard.lines.clear();
    }

    @Test
    void publishesTheWebhookAndItsEventsInOrder() throws Exception {
        String body = webhook(member("member_added", "zoë"), member("member_removed", "bob"));

        assertThat(post(body, "my-key", signature(body)).statusCode()).isEqualTo(200);

        assertThat(heard.lines).containsExactly("webhook of 2", "zoë came to presence-room", "bob left presence-room");
    }

    @Test
    void refusesAWrongSignature() throws Exception {
        String body = webhook(member("member_added", "eve"));

        HttpResponse<String> answer = post(body, "my-key", signature(body + " "));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("my-secret").doesNotContain(signature(body));
        assertThat(heard.lines).isEmpty();
    }

    @Test
    void refusesWhatIsNotSignedOrWithAnotherKey() throws Exception {
        String body = webhook(member("member_added", "eve"));

        assertThat(post(body, null, null).statusCode()).isEqualTo(401);
        assertThat(post(body, "my-key", null).statusCode()).isEqualTo(401);
        assertThat(post(body, "other-key", signature(body)).statusCode()).isEqualTo(401);
        assertThat(post("", null, null).statusCode()).isEqualTo(401);
        assertThat(heard.lines).isEmpty();
    }

    @Test
    void refusesWhatIsOldOrNoWebhook() throws Exception {
        String old = "{\"time_ms\":1000000000000,\"events\":[" + member("member_added", "eve") + "]}";

        assertThat(post(old, "my-key", signature(old)).statusCode()).isEqualTo(401);
        assertThat(post("[]", "my-key", signature("[]")).statusCode()).isEqualTo(400);
        assertThat(heard.lines).isEmpty();
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        String body = webhook(member("member_added", "x".repeat(1_024)));

        assertThat(post(body, "my-key", signature(body)).statusCode()).isEqualTo(413);
        assertThat(heard.lines).isEmpty();
    }

    @Test
    void asksForItAgainIfAListenerFailsAndTellsOthersNonetheless() throws Exception {
        String body = webhook(member("member_added", "trouble"), member("member_removed", "bob"));

        HttpResponse<String> answer = post(body, "my-key", signature(body));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("own failure");
        assertThat(heard.lines).containsExactly("webhook of 2", "bob left presence-room");
    }

    @Test
    void takesNothingButPosts() throws Exception {
        HttpRequest get = HttpRequest.newBuilder(uri()).build();

        assertThat(HttpClient.newHttpClient()
                        .send(get, BodyHandlers.discarding())
                        .statusCode())
                // On Spring MVC, Spring Security guards the page that would say so.
                .isIn(403, 404);
    }

    private static String webhook(String... events) {
        return "{\"time_ms\":" + System.currentTimeMillis() + ",\"events\":[" + String.join(",", events) + "]}";
    }

    private static String member(String name, String userId) {
        return "{\"name\":\"" + name + "\",\"channel\":\"presence-room\",\"user_id\":\"" + userId + "\"}";
    }

    private HttpResponse<String> post(String body, String key, String signature) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (key != null) {
            request.header("X-Pusher-Key", key);
        }
        if (signature != null) {
            request.header("X-Pusher-Signature", signature);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private static String signature(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("my-secret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private URI uri() {
        return URI.create("http://localhost:" + port + "/pusher/webhook");
    }
}
