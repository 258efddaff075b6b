package io.pushcast.quarkus.it;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ChannelAuthIT {

    private static final String SOCKET = "123.456";

    @ConfigProperty(name = "quarkus.pushcast.key")
    String key;

    @ConfigProperty(name = "quarkus.pushcast.secret")
    String secret;

    @ConfigProperty(name = "quarkus.http.body.uploads-directory")
    Path uploads;

    @Test
    void signsWhatARuleAllows() throws Exception {
        Response response = asCustomer().post("/pusher/auth", "private-orders.c-7");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("application/json");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.jsonPath().getString("auth")).isEqualTo(key + ":" + signature("private-orders.c-7"));
    }

    @Test
    void namesTheMemberOfAPresenceChannel() throws Exception {
        Response response = asCustomer().post("/pusher/auth", "presence-shop.main");

        String member = response.jsonPath().getString("channel_data");
        assertThat(member).contains("\"user_id\":\"c-7\"").contains("customer").contains("presence-shop.main");
        assertThat(response.jsonPath().getString("auth"))
                .isEqualTo(key + ":" + signature("presence-shop.main:" + member));
    }

    @Test
    void refusesWhatARuleDenies() {
        assertThat(asCustomer().post("/pusher/auth", "private-orders.c-8").statusCode())
                .isEqualTo(403);
        assertThat(asCustomer().post("/pusher/auth", "presence-shop.closed").statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesWhatNoRuleIsFor() {
        assertThat(asCustomer().post("/pusher/auth", "private-secrets").statusCode())
                .isEqualTo(403);
        assertThat(asCustomer().post("/pusher/auth", "private-orders.c-7.x").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private-shelves.7",
                "private-staff.now",
                "private-staff.later",
                "private-staff.virtual",
                "private-cellar.7",
                "private-final.7"
            })
    void obeysTheAnnotationsOfARule(String channel) {
        assertThat(as("anna", "anna").post("/pusher/auth", channel).statusCode())
                .isEqualTo(200);
        assertThat(asCustomer().post("/pusher/auth", channel).statusCode()).isEqualTo(403);
    }

    @Test
    void refusesAParameterThatIsNotOfTheRulesType() {
        assertThat(as("anna", "anna").post("/pusher/auth", "private-shelves.x").statusCode())
                .isEqualTo(403);
        assertThat(as("anna", "anna")
                        .post("/pusher/auth", "private-shelves.007")
                        .statusCode())
                .isEqualTo(403);
        assertThat(as("anna", "anna")
                        .post("/pusher/auth", "private-shelves.700")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void waitsForARuleThatAnswersLater() {
        assertThat(as("anna", "anna")
                        .post("/pusher/auth", "private-archive.2026")
                        .statusCode())
                .isEqualTo(200);
        assertThat(asCustomer().post("/pusher/auth", "private-archive.2026").statusCode())
                .isEqualTo(403);
        assertThat(as("anna", "anna")
                        .post("/pusher/auth", "private-archive.1999")
                        .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, true",
        "blocking, true",
        "virtual, true",
        "virtual-later, true",
        "now, false",
        "later, false",
        "stage, false"
    })
    void asksARuleWhereItMayBlockOrNot(String rule, boolean mayBlock) {
        Response response = asCustomer().post("/pusher/auth", "presence-thread." + rule);

        JsonPath member = JsonPath.from(response.jsonPath().getString("channel_data"));
        assertThat(member.getString("user_id")).isEqualTo("c-7");
        assertThat(member.getBoolean("user_info.mayBlock")).isEqualTo(mayBlock);
        assertThat(member.getString("user_info.path")).isEqualTo("/pusher/auth");
    }

    @Test
    void asksARuleOnAVirtualThreadWhereThereAreSome() {
        Response response = asCustomer().post("/pusher/auth", "presence-thread.virtual");

        JsonPath member = JsonPath.from(response.jsonPath().getString("channel_data"));
        assertThat(member.getBoolean("user_info.virtual"))
                .isEqualTo(Runtime.version().feature() >= 21);
    }

    @Test
    void asksRulesOnVirtualAndOtherThreadsOneAfterTheOther() {
        Response response = asCustomer()
                .request
                .formParam("socket_id", SOCKET)
                .formParam("channel_name[0]", "presence-thread.virtual")
                .formParam("channel_name[1]", "private-alone.1")
                .formParam("channel_name[2]", "presence-thread.virtual-later")
                .formParam("channel_name[3]", "private-staff.virtual")
                .formParam("channel_name[4]", "presence-thread.plain")
                .post("/pusher/auth");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getInt("'presence-thread.virtual'.status"))
                .isEqualTo(200);
        assertThat(response.jsonPath().getInt("'private-alone.1'.status")).isEqualTo(200);
        assertThat(response.jsonPath().getInt("'presence-thread.virtual-later'.status"))
                .isEqualTo(200);
        assertThat(response.jsonPath().getInt("'private-staff.virtual'.status")).isEqualTo(403);
        assertThat(response.jsonPath().getInt("'presence-thread.plain'.status")).isEqualTo(200);
    }

    @Test
    void asksRulesThatBlockOneAfterTheOther() {
        Response response = asCustomer()
                .request
                .formParam("socket_id", SOCKET)
                .formParam("channel_name[0]", "private-alone.1")
                .formParam("channel_name[1]", "private-alone.2")
                .formParam("channel_name[2]", "presence-thread.plain")
                .formParam("channel_name[3]", "presence-thread.later")
                .post("/pusher/auth");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().getInt("'private-alone.1'.status")).isEqualTo(200);
        assertThat(response.jsonPath().getInt("'private-alone.2'.status")).isEqualTo(200);
        assertThat(response.jsonPath().getInt("'presence-thread.plain'.status")).isEqualTo(200);
        assertThat(response.jsonPath().getInt("'presence-thread.later'.status")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "private-typed.MONDAY.2026-11-30.7.chair, 200",
        "private-typed.monday.2026-11-30.7.chair, 403",
        "private-typed.MONDAY.2026-11-31.7.chair, 403",
        "private-typed.MONDAY.2026-11-30.x.chair, 403",
        "private-typed.MONDAY.2026-11-30.0.chair, 403",
        "private-typed.MONDAY.2026-11-30.7.CHAIR, 403",
        "private-typed.MONDAY.2026-11-30.7.table, 403"
    })
    void convertsWhatARuleWants(String channel, int status) {
        assertThat(asCustomer().post("/pusher/auth", channel).statusCode()).isEqualTo(status);
    }

    @Test
    void servesOtherPathsToo() {
        assertThat(asCustomer().post("/broadcasting/auth", "private-orders.c-7").statusCode())
                .isEqualTo(200);
        assertThat(asCustomer().post("/broadcasting/auth", "private-orders.c-8").statusCode())
                .isEqualTo(403);
    }

    @Test
    void wantsAUser() {
        Caller nobody = new Caller(given());
        Caller impostor = as("c-7", "eight");

        assertThat(nobody.post("/pusher/auth", "private-orders.c-7").statusCode())
                .isEqualTo(401);
        assertThat(impostor.post("/pusher/auth", "private-orders.c-7").statusCode())
                .isEqualTo(401);
    }

    @Test
    void saysWhatIsMalformed() {
        Response nothing = asCustomer().request.post("/pusher/auth");
        Response noSocket = asCustomer()
                .request
                .formParam("channel_name", "private-orders.c-7")
                .formParam("socket_id", "x")
                .post("/pusher/auth");

        assertThat(nothing.statusCode()).isEqualTo(400);
        assertThat(noSocket.statusCode()).isEqualTo(400);
        assertThat(noSocket.body().asString()).contains("socket_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pusher/auth", "/pusher/user-auth"})
    void refusesUploadsAndWritesNoFiles(String path) throws IOException {
        Files.deleteIfExists(uploads);

        Response upload = given().multiPart("socket_id", SOCKET)
                .multiPart("file", "large.bin", new byte[100_000])
                .post(path);

        assertThat(upload.statusCode()).isEqualTo(415);
        assertThat(uploads).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-www-form-urlencoded, application/json | socket_id=1.2&channel_name=private-orders.c-7 | 200",
                "application/x-www-form-urlencoded; charset=foo | socket_id=1.2&channel_name=private-orders.c-7 | 200",
                "application/json | {\"socket_id\":\"1.2\",\"channel_name\":\"private-orders.c-7\"} | 200",
                "application/json | {\"socket_id\":\"1.2\",\"channel_name\":\"private-orders.c-8\"} | 403",
                "application/json | [] | 400",
                "garbage | socket_id=1.2&channel_name=private-orders.c-7 | 415",
                "text/plain | socket_id=1.2&channel_name=private-orders.c-7 | 415"
            })
    void takesWhatClientsSend(String contentType, String body, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/pusher/auth"))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("c-7:seven".getBytes(UTF_8)))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();

        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 415) {
            assertThat(response.body()).contains("send a form (application/x-www-form-urlencoded) or a JSON object");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pusher/auth", "/pusher/user-auth"})
    void refusesAFormThatIsTooLarge(String path) {
        assertThat(form("socket_id=" + SOCKET + ("&x=" + "y".repeat(1000)).repeat(66))
                        .post(path)
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void takesAFormOfAHundredChannels() {
        StringBuilder fields = new StringBuilder("socket_id=" + SOCKET);
        for (int i = 0; i < 100; i++) {
            fields.append("&channel_name%5B").append(i).append("%5D=private-").append(("c" + i).repeat(30));
        }

        assertThat(form(fields.toString()).post("/pusher/auth").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pusher/auth", "/pusher/user-auth"})
    void looksAtTheBodyAndNotAtTheQuery(String path) {
        assertThat(asCustomer()
                        .request
                        .queryParam("socket_id", SOCKET)
                        .queryParam("channel_name", "private-orders.c-7")
                        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                        .body("x=y")
                        .post(path)
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pusher/auth", "/pusher/user-auth"})
    void refusesAFormThatCannotBeDecodedAndWritesNoErrorIntoTheLog(String path) {
        try (CapturedLog log = new CapturedLog("")) {
            refusesAFormThatCannotBeDecodedAt(path);

            assertThat(log.lines()).isEmpty();
        }
    }

    private static void refusesAFormThatCannotBeDecodedAt(String path) {
        assertThat(form("socket_id=%zz&channel_name=private-orders.c-7")
                        .post(path)
                        .statusCode())
                .isEqualTo(400);
        assertThat(form("socket_id=" + "1".repeat(60_000) + "&channel_name=private-orders.c-7")
                        .post(path)
                        .statusCode())
                .isEqualTo(400);
        assertThat(form("socket_id=" + SOCKET + "&channel_name=" + "x".repeat(60_000))
                        .post("/pusher/auth")
                        .statusCode())
                .isEqualTo(400);
        assertThat(form("x&".repeat(2000)).post(path).statusCode()).isEqualTo(400);
    }

    @Test
    void grantsNothingWhenARuleFails() {
        Response response = asCustomer().post("/pusher/auth", "private-broken");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body().asString()).doesNotContain("auth\"").doesNotContain("database");
    }

    @Test
    void answersPostsOnly() {
        Response response = asCustomer().request.get("/pusher/auth");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.header("Allow")).isEqualTo("POST");
        assertThat(response.body().asString()).contains("GET is not accepted here; send a POST with");
    }

    private String signature(String signed) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal((SOCKET + ":" + signed).getBytes(StandardCharsets.UTF_8)));
    }

    private static RequestSpecification form(String body) {
        return asCustomer()
                .request
                .contentType("application/x-www-form-urlencoded")
                .body(body);
    }

    private static Caller asCustomer() {
        return as("c-7", "seven");
    }

    private static Caller as(String user, String password) {
        return new Caller(given().auth().preemptive().basic(user, password));
    }

    private record Caller(RequestSpecification request) {

        Response post(String path, String channel) {
            return request.formParam("socket_id", SOCKET)
                    .formParam("channel_name", channel)
                    .post(path);
        }
    }
}
