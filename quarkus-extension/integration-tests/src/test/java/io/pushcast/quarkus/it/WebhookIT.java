package io.pushcast.quarkus.it;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.pusher.PusherApp;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookIT {

    @Inject
    PusherApp app;

    @Inject
    WebhookObservers observers;

    @BeforeEach
    void forgetEarlierOnes() {
        observers.seen();
        observers.seenLater().clear();
    }

    @Test
    void firesAWebhookAndEachOfItsEvents() throws Exception {
        String body = webhook(member("anna"), "{\"name\":\"channel_occupied\",\"channel\":\"orders\"}");

        assertThat(post(body, signature(body))).isEqualTo(200);

        assertThat(observers.seen())
                .containsExactlyInAnyOrder(
                        "webhook of 2, may block: true",
                        "MemberAdded",
                        "anna entered presence-shop.main, told by ''",
                        "ChannelOccupied");
        assertThat(observers.seenLater().poll(10, TimeUnit.SECONDS)).isEqualTo("anna");
    }

    @Test
    void asksForItAgainIfAnObserverFailsAndKeepsNothingFromTheOthers() throws Exception {
        String body = webhook(member("broken"), member("anna"));

        assertThat(post(body, signature(body))).isEqualTo(500);

        assertThat(observers.seen()).contains("anna entered presence-shop.main, told by ''");
        String again = webhook(member("bert"));
        assertThat(post(again, signature(again))).isEqualTo(200);
        assertThat(observers.seenLater().poll(10, TimeUnit.SECONDS)).isEqualTo("bert");
    }

    @Test
    void refusesWhatIsNoWebhook() throws Exception {
        String body = webhook(member("anna"));

        assertThat(post(body, signature(body + " "))).isEqualTo(401);
        assertThat(post("{}", signature("{}"))).isEqualTo(400);
        assertThat(given().body(body).post("/pusher/webhook").statusCode()).isEqualTo(401);
        assertThat(given().post("/pusher/webhook").statusCode()).isEqualTo(401);
        assertThat(given().get("/pusher/webhook").statusCode()).isIn(404, 405);
        String tooLong = " ".repeat((1 << 20) + 1);
        assertThat(post(tooLong, signature(tooLong))).isEqualTo(413);
        assertThat(observers.seen()).isEmpty();
    }

    @Test
    void tellsTheOperatorOfRefusedOnesThatAreSignedOrTooLarge() throws Exception {
        String old = "{\"time_ms\":" + System.currentTimeMillis() / 2 + ",\"events\":[]}";
        String tooLong = " ".repeat((1 << 20) + 1);
        try (CapturedLog log = new CapturedLog("io.pushcast.webhook.WebhookEndpoint")) {
            assertThat(given().post("/pusher/webhook").statusCode()).isEqualTo(401);
            assertThat(given().header("X-Pusher-Key", "stranger")
                            .header("X-Pusher-Signature", "00")
                            .post("/pusher/webhook")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(log.lines()).isEmpty();

            assertThat(post(old, signature(old))).isEqualTo(401);
            assertThat(post("{}", signature("{}"))).isEqualTo(400);
            assertThat(post("{}", signature("[]"))).isEqualTo(401);
            assertThat(post(tooLong, signature(tooLong))).isEqualTo(413);

            await().untilAsserted(() -> assertThat(log.lines()).hasSize(4).allMatch(line -> line.startsWith("WARN")));
            assertThat(log.lines().get(0)).contains("Is one of the clocks wrong?");
            assertThat(log.lines().get(1)).contains("can't be read");
            assertThat(log.lines().get(2)).contains("signature");
            assertThat(log.lines().get(3))
                    .contains("more than 1048576 bytes")
                    .contains("quarkus.pushcast.webhook.max-size");
        }
    }

    @Test
    void refusesWhatNamesNoKeyOfOursBeforeItsBodyIsThere() throws Exception {
        try (Socket client = new Socket("localhost", RestAssured.port)) {
            client.setSoTimeout(10_000);
            client.getOutputStream()
                    .write(("POST /pusher/webhook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n"
                                    + "X-Pusher-Key: stranger\r\nX-Pusher-Signature: 00\r\n\r\n")
                            .getBytes(UTF_8));

            BufferedReader answer = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 401 Unauthorized");
        }
    }

    private int post(String body, String signature) {
        return given().header("X-Pusher-Key", app.key())
                .header("X-Pusher-Signature", signature)
                .contentType("application/json")
                .body(body)
                .post("/pusher/webhook")
                .statusCode();
    }

    private static String webhook(String... events) {
        return "{\"time_ms\":" + System.currentTimeMillis() + ",\"events\":[" + String.join(",", events) + "]}";
    }

    private static String member(String user) {
        return "{\"name\":\"member_added\",\"channel\":\"presence-shop.main\",\"user_id\":\"" + user + "\"}";
    }

    private String signature(String body) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(app.secret().getBytes(UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    }
}
