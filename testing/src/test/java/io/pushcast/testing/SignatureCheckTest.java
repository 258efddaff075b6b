package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.api.ApiRequest;
import io.pushcast.testing.api.SignatureCheck;
import io.pushcast.testing.protocol.AppSigner;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The check on its own, held to the example in Pusher's documentation. */
class SignatureCheckTest {

    private static final String KEY = "278d425bdf160c739803";
    private static final String SECRET = "7ad3773142a6692b25b8";
    private static final Instant SIGNED_AT = Instant.ofEpochSecond(1353088179);
    private static final String BODY =
            "{\"name\":\"foo\",\"channels\":[\"project-3\"],\"data\":\"{\\\"some\\\":\\\"data\\\"}\"}";
    private static final String SIGNATURE = "da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c";
    private static final String ADDRESS = "/apps/3/events?auth_key=" + KEY
            + "&auth_timestamp=1353088179&auth_version=1.0&body_md5=ec365a775a4cd0599faeb73354201b6f&auth_signature="
            + SIGNATURE;

    private final SignatureCheck check = checkAt(SIGNED_AT);

    @Test
    void acceptsTheDocumentedExample() {
        assertThatCode(() -> check.check(post(ADDRESS, BODY))).doesNotThrowAnyException();
    }

    @Test
    void theSignerOfTheseTestsReproducesTheDocumentedExample() {
        PusherApp app = PusherApp.builder()
                .appId("3")
                .key(KEY)
                .secret(SECRET)
                .cluster("eu")
                .build();
        SignedHttp signer = new SignedHttp(app, KEY, SECRET, Clock.fixed(SIGNED_AT, ZoneOffset.UTC));

        assertThat(signer.signedQuery("POST", "/apps/3/events", Map.of(), BODY))
                .contains("auth_signature=" + SIGNATURE);
    }

    @Test
    void acceptsTheDocumentedSubscriptionSignature() {
        AppSigner signer = new AppSigner(KEY, SECRET);

        assertThat(signer.matches(
                        "1234.1234:private-foobar", "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4"))
                .isTrue();
        assertThat(signer.matches(
                        "1234.1234:private-foobaz", "58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4"))
                .isFalse();
    }

    @Test
    void refusesAChangedBody() {
        assertThatThrownBy(() -> check.check(post(ADDRESS, BODY.replace("data", "date"))))
                .hasMessageContaining("Invalid body_md5")
                .hasMessageContaining("ec365a775a4cd0599faeb73354201b6f");
    }

    @Test
    void refusesABodyThatIsNotPartOfTheSignature() {
        String withoutMd5 = ADDRESS.replace("&body_md5=ec365a775a4cd0599faeb73354201b6f", "");

        assertThatThrownBy(() -> check.check(post(withoutMd5, BODY)))
                .hasMessageContaining("lacks the parameter body_md5");
    }

    @Test
    void refusesAChangedPathMethodOrParameter() {
        assertThatThrownBy(() -> check.check(post(ADDRESS.replace("/apps/3", "/apps/4"), BODY)))
                .hasMessageContaining("Invalid signature: you should have sent HmacSHA256Hex(\"POST\\n/apps/4/events");
        assertThatThrownBy(() -> check.check(new ApiRequest("PUT", ADDRESS, BODY.getBytes(StandardCharsets.UTF_8))))
                .hasMessageContaining("Invalid signature");
        assertThatThrownBy(() -> check.check(post(ADDRESS + "&more=1", BODY))).hasMessageContaining("more=1");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> check.check(post("/apps/3/events", BODY)))
                .hasMessageContaining("lacks the parameter auth_key");
    }

    @Test
    void refusesAnUnknownVersion() {
        assertThatThrownBy(() -> check.check(post(ADDRESS.replace("version=1.0", "version=2.0"), BODY)))
                .hasMessage("Unknown auth_version '2.0': it must be '1.0'");
    }

    @Test
    void refusesATimestampThatIsNone() {
        for (String bad : new String[] {"yesterday", "1.5", "9223372036854775807"}) {
            assertThatThrownBy(() -> check.check(post(ADDRESS.replace("1353088179", bad), BODY)))
                    .as(bad)
                    .hasMessageContaining("Invalid auth_timestamp '" + bad + "'");
        }
    }

    @Test
    void acceptsTenMinutesOfSkewAndNoMore() {
        for (Duration skew : new Duration[] {Duration.ofSeconds(600), Duration.ofSeconds(-600)}) {
            assertThatCode(() -> checkAt(SIGNED_AT.plus(skew)).check(post(ADDRESS, BODY)))
                    .doesNotThrowAnyException();
        }
        for (Duration skew : new Duration[] {Duration.ofSeconds(601), Duration.ofSeconds(-601)}) {
            assertThatThrownBy(() -> checkAt(SIGNED_AT.plus(skew)).check(post(ADDRESS, BODY)))
                    .hasMessageStartingWith(
                            "Timestamp expired: Given timestamp (2012-11-16T17:49:39Z) not within 600s");
        }
    }

    private static SignatureCheck checkAt(Instant now) {
        return new SignatureCheck(new AppSigner(KEY, SECRET), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static ApiRequest post(String address, String body) {
        return new ApiRequest("POST", address, body.getBytes(StandardCharsets.UTF_8));
    }
}
