package io.pushcast.quarkus.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
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
    @ValueSource(strings = {"private-shelves.7", "private-staff.now", "private-staff.later"})
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
    @CsvSource({"plain, true", "blocking, true", "now, false", "later, false", "stage, false"})
    void asksARuleWhereItMayBlockOrNot(String rule, boolean mayBlock) {
        Response response = asCustomer().post("/pusher/auth", "presence-thread." + rule);

        JsonPath member = JsonPath.from(response.jsonPath().getString("channel_data"));
        assertThat(member.getString("user_id")).isEqualTo("c-7");
        assertThat(member.getBoolean("user_info.mayBlock")).isEqualTo(mayBlock);
        assertThat(member.getString("user_info.path")).isEqualTo("/pusher/auth");
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

    @Test
    void grantsNothingWhenARuleFails() {
        Response response = asCustomer().post("/pusher/auth", "private-broken");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body().asString()).doesNotContain("auth\"").doesNotContain("database");
    }

    @Test
    void answersPostsOnly() {
        assertThat(asCustomer().request.get("/pusher/auth").statusCode()).isIn(404, 405);
    }

    private String signature(String signed) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal((SOCKET + ":" + signed).getBytes(StandardCharsets.UTF_8)));
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
