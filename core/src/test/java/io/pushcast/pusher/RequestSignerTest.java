package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.http.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestSignerTest {

    private static final ByteWriter BODY = new ByteWriter()
            .ascii("{\"name\":\"foo\",\"channels\":[\"project-3\"],\"data\":\"{\\\"some\\\":\\\"data\\\"}\"}");

    /** https://pusher.com/docs/channels/library_auth_reference/rest-api/#worked-authentication-example */
    @Test
    void signsTheExampleOfPushersDocumentation() {
        Target target = sign(new RequestSigner(app().build()), "POST", "/apps/3/events", BODY, Map.of(), 1_353_088_179);

        assertThat(target.path()).isEqualTo("/apps/3/events");
        assertThat(target.query())
                .isEqualTo("auth_key=278d425bdf160c739803"
                        + "&auth_timestamp=1353088179&auth_version=1.0&body_md5=ec365a775a4cd0599faeb73354201b6f");
        assertThat(target.signature()).isEqualTo("da454824c97ba181a32ccc17a72625ba02771f50b50e1e7430e47a1f3f457e6c");
    }

    @Test
    void leavesThePathPrefixOutOfWhatIsSigned() {
        PusherApp plain = app().build();
        PusherApp prefixed = app().pathPrefix("/realtime/v1").build();

        Target target = sign(new RequestSigner(prefixed), "POST", "/apps/3/events", BODY, Map.of(), 1_353_088_179);

        assertThat(target.path()).isEqualTo("/realtime/v1/apps/3/events");
        assertThat(target.signature())
                .isEqualTo(sign(new RequestSigner(plain), "POST", "/apps/3/events", BODY, Map.of(), 1_353_088_179)
                        .signature());
    }

    @Test
    void sendsNoBodyDigestWithoutABody() {
        Target target = sign(new RequestSigner(app().build()), "GET", "/apps/3/channels", null, Map.of(), 1);

        assertThat(target.query()).startsWith("auth_key=").doesNotContain("body_md5");
    }

    @Test
    void sortsParametersAndEscapesThemOnlyOutsideTheSignature() {
        RequestSigner signer = new RequestSigner(app().build());

        Target target =
                sign(signer, "GET", "/apps/3/channels", null, Map.of("info", "a,b", "filter_by_prefix", "p=&c"), 1);

        assertThat(target.query())
                .isEqualTo("auth_key=278d425bdf160c739803&auth_timestamp=1&auth_version=1.0"
                        + "&filter_by_prefix=p%3D%26c&info=a%2Cb");
        assertThat(target.signature())
                .isEqualTo(com.pusher.rest.SignatureUtil.sign(
                        "GET\n/apps/3/channels\nauth_key=278d425bdf160c739803&auth_timestamp=1&auth_version=1.0"
                                + "&filter_by_prefix=p=&c&info=a,b",
                        "7ad3773142a6692b25b8"));
    }

    @Test
    void escapesWhatPathsCanNotHave() {
        Target target = sign(
                new RequestSigner(app().build()),
                "POST",
                "/apps/my app/users/é?#%/terminate_connections",
                BODY,
                Map.of(),
                1);

        assertThat(target.path()).isEqualTo("/apps/my%20app/users/%C3%A9%3F%23%25/terminate_connections");
    }

    @Test
    void refusesAHostThatIsNone() {
        assertThatThrownBy(() -> new RequestSigner(PusherApp.builder()
                        .appId("3")
                        .key("k")
                        .secret("s3cr3t")
                        .host("not a host")
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a host")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void whatIsSignedIsTheSameFromHoweverManyThreads() {
        RequestSigner signer = new RequestSigner(app().build());

        assertThat(IntStream.range(0, 2_000)
                        .parallel()
                        .mapToObj(i -> sign(signer, "POST", "/apps/3/events", BODY, Map.of(), i % 20)))
                .hasSize(2_000)
                .containsOnly(IntStream.range(0, 20)
                        .mapToObj(i ->
                                sign(new RequestSigner(app().build()), "POST", "/apps/3/events", BODY, Map.of(), i))
                        .toArray(Target[]::new));
    }

    @Test
    void signsAppsAndKeysOfAnyCharacters() {
        PusherApp app = app().appId("é").key("k/é").build();

        Target target = sign(new RequestSigner(app), "POST", "/apps/é/events", BODY, Map.of(), 1);

        assertThat(target.query()).startsWith("auth_key=k%2F%C3%A9&");
        assertThat(target.signature())
                .isEqualTo(com.pusher.rest.SignatureUtil.sign(
                        "POST\n/apps/é/events\nauth_key=k/é&auth_timestamp=1&auth_version=1.0"
                                + "&body_md5=ec365a775a4cd0599faeb73354201b6f",
                        app.secret()));
    }

    /** What was written, taken apart. */
    private record Target(String path, String query, String signature) {}

    private static Target sign(
            RequestSigner signer,
            String method,
            String path,
            @Nullable ByteWriter body,
            Map<String, String> parameters,
            long epochSecond) {
        ByteWriter written = new ByteWriter();
        signer.writeTarget(written, method, path, body, parameters, epochSecond);
        String target = new String(written.array(), 0, written.length(), StandardCharsets.US_ASCII);
        int query = target.indexOf('?');
        int signature = target.lastIndexOf("&auth_signature=");
        return new Target(
                target.substring(0, query), target.substring(query + 1, signature), target.substring(signature + 16));
    }

    private static PusherApp.Builder app() {
        return PusherApp.builder()
                .appId("3")
                .key("278d425bdf160c739803")
                .secret("7ad3773142a6692b25b8")
                .cluster("mt1");
    }
}
