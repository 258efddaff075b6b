package io.pushcast.quarkus.it;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where users are not authenticated until somebody asks who they are. */
@QuarkusTest
@TestProfile(LazyAuthContractIT.Lazy.class)
class LazyAuthContractIT extends BasicAuthContractIT {

    /** Puts authentication off. */
    public static final class Lazy implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.auth.proactive", "false");
        }
    }

    @Test
    void refusesWhoOnlySaysToBeAlice() {
        given().auth()
                .preemptive()
                .basic("alice", "guess")
                .formParam("socket_id", "1.2")
                .formParam("channel_name", "private-contract-orders.alice")
                .post("/pusher/auth")
                .then()
                .statusCode(401);
    }
}
