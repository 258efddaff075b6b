package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pushcast.RecordedLog;
import io.pushcast.json.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthRequestReaderTest {

    private static final String SETTING = "pushcast.auth.forms";

    private final AuthRequestReader reader =
            new AuthRequestReader(JsonCodec.detect(), EnumSet.of(AuthFormat.FORM, AuthFormat.JSON), SETTING);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "APPLICATION/X-WWW-Form-Urlencoded ",
                "application/x-www-form-urlencoded; charset=UTF-8",
                "application/x-www-form-urlencoded;charset=foo",
                // What browsers make of pusher-js' own type and one from auth.headers.
                "application/x-www-form-urlencoded, application/json",
                "application/x-www-form-urlencoded,application/x-www-form-urlencoded"
            })
    void takesFormsWhateverComesAfterTheirType(String contentType) {
        assertThat(reader.format("POST", contentType)).isEqualTo(AuthFormat.FORM);
    }

    @Test
    void takesJson() {
        assertThat(reader.format("POST", "application/json;charset=utf-8")).isEqualTo(AuthFormat.JSON);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {"garbage", "text/plain", "multipart/form-data; boundary=x", "/", ";;", ",", "application/*"})
    void refusesOtherTypesAndSaysWhatIsRight(String contentType) {
        AuthResponse refusal = refusal(() -> reader.format("POST", contentType));

        assertThat(refusal.status()).isEqualTo(415);
        assertThat(refusal.body())
                .isEqualTo("{\"error\":\"The Content-Type is not accepted here; send a form"
                        + " (application/x-www-form-urlencoded) or a JSON object (application/json)\"}");
    }

    @Test
    void refusesAQueryUnlessItIsAccepted() {
        AuthResponse refusal = refusal(() -> reader.format("GET", null));

        assertThat(refusal.status()).isEqualTo(405);
        assertThat(refusal.body()).contains("GET is not accepted here; send a POST with a form");
        assertThat(accepting(AuthFormat.QUERY).format("GET", null)).isEqualTo(AuthFormat.QUERY);
    }

    @Test
    void refusesWhatIsNotAccepted() {
        assertThat(refusal(() -> accepting(AuthFormat.FORM).format("POST", "application/json"))
                        .status())
                .isEqualTo(415);
        assertThat(refusal(() -> accepting(AuthFormat.JSON).format("POST", "application/x-www-form-urlencoded"))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void logsEachRefusalWithoutLettingStrangersWriteLines() {
        try (RecordedLog log = new RecordedLog(AuthRequestReader.class)) {
            refusal(() -> reader.format("POST", "text/plain\r\nINFO all is well"));

            assertThat(log.lines())
                    .containsExactly("DEBUG Refused a request to an auth endpoint: its Content-Type is"
                            + " 'text/plain\\r\\nINFO all is well'; accepted are a form (application/x-www-form-urlencoded)"
                            + " or a JSON object (application/json) (pushcast.auth.forms)");
        }
    }

    @Test
    void takesAFormApart() {
        assertThat(fields(AuthFormat.FORM, "socket_id=1.2&channel_name=private-%C3%BC+a&&empty=&flag&a=1&a=2"))
                .isEqualTo(Map.of(
                        "socket_id", List.of("1.2"),
                        "channel_name", List.of("private-ü a"),
                        "empty", List.of(""),
                        "flag", List.of(""),
                        "a", List.of("1", "2")));
        assertThat(fields(AuthFormat.FORM, "")).isEmpty();
        assertThat(fields(AuthFormat.QUERY, "socket_id=1.2")).isEqualTo(Map.of("socket_id", List.of("1.2")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%zz", "%=1", "a=%4"})
    void refusesAFormThatCantBeDecoded(String form) {
        assertThat(refusal(() -> fields(AuthFormat.FORM, form)).status()).isEqualTo(400);
    }

    @Test
    void takesAJsonObjectApart() {
        assertThat(fields(
                        AuthFormat.JSON,
                        "{\"socket_id\":\"1.2\",\"channel_name\":\"private-a\",\"tenant\":7,\"n\":null}"))
                .isEqualTo(Map.of("socket_id", List.of("1.2"), "channel_name", List.of("private-a")));
    }

    @Test
    void takesAJsonArrayForSeveralChannels() {
        assertThat(fields(AuthFormat.JSON, "{\"socket_id\":\"1.2\",\"channel_name\":[\"private-a\",\"private-b\"]}"))
                .isEqualTo(Map.of(
                        "socket_id", List.of("1.2"),
                        "channel_name[0]", List.of("private-a"),
                        "channel_name[1]", List.of("private-b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"a\"", "null", "{", "socket_id=1.2"})
    void refusesABodyThatIsNoJsonObject(String body) {
        AuthResponse refusal = refusal(() -> fields(AuthFormat.JSON, body));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.body()).startsWith("{\"error\":\"The body is no JSON");
    }

    @Test
    void refusesJsonWhereTheCodecCanOnlyWrite() {
        AuthRequestReader writing = new AuthRequestReader(value -> "{}", Set.of(AuthFormat.JSON), SETTING);

        assertThat(refusal(() -> writing.fields(AuthFormat.JSON, "{}".getBytes(StandardCharsets.UTF_8)))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void hasRefusalsForWhatTheServerCouldNotRead() {
        assertThat(reader.tooLarge().response().status()).isEqualTo(413);
        assertThat(reader.tooLarge().response().body()).contains("65536 bytes");
        assertThat(reader.undecodable().response().status()).isEqualTo(400);
    }

    @Test
    void needsAFormat() {
        assertThatThrownBy(() -> new AuthRequestReader(JsonCodec.detect(), Set.of(), SETTING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pushcast.auth.forms must name at least one of form, json and query");
    }

    private static AuthRequestReader accepting(AuthFormat format) {
        return new AuthRequestReader(JsonCodec.detect(), Set.of(format), SETTING);
    }

    private Map<String, List<String>> fields(AuthFormat format, String text) {
        return reader.fields(format, text.getBytes(StandardCharsets.UTF_8));
    }

    private static AuthResponse refusal(ThrowingCallable call) {
        return catchThrowableOfType(AuthRequestException.class, call).response();
    }
}
