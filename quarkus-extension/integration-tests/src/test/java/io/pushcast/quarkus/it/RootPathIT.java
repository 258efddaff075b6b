package io.pushcast.quarkus.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application below a root path, whose own endpoints are elsewhere. */
@QuarkusTest
@TestProfile(RootPathIT.Below.class)
class RootPathIT {

    @ParameterizedTest
    @ValueSource(strings = {"/app/pusher/auth", "/app/broadcasting/auth"})
    void authorisesAuthenticatedUsersBelowTheRootPath(String path) {
        assertThat(ask(path, "private-orders.c-7").statusCode()).isEqualTo(200);
        assertThat(ask(path, "private-orders.c-8").statusCode()).isEqualTo(403);
    }

    @Test
    void signsUsersInAndTakesWebhooksBelowTheRootPath() {
        assertThat(ask("/app/pusher/user-auth", "-", "alice", "secret").statusCode())
                .isEqualTo(200);
        assertThat(given().basePath("").post("/app/pusher/webhook").statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pusher/auth", "/pusher/user-auth", "/pusher/webhook", "/ops/pusher/auth"})
    void isNowhereElse(String path) {
        assertThat(ask(path, "private-orders.c-7").statusCode()).isIn(404, 405);
    }

    private static Response ask(String path, String channel) {
        return ask(path, channel, "c-7", "seven");
    }

    private static Response ask(String path, String channel, String user, String password) {
        return given().basePath("")
                .auth()
                .preemptive()
                .basic(user, password)
                .formParam("socket_id", "1.2")
                .formParam("channel_name", channel)
                .post(path);
    }

    public static class Below implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.root-path", "/app", "quarkus.http.non-application-root-path", "/ops");
        }
    }
}
