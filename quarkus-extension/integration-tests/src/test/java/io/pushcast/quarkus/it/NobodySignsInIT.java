package io.pushcast.quarkus.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An application without a method that says as whom connections sign in. */
@QuarkusTest
@TestProfile(NobodySignsInIT.WithoutUserRule.class)
class NobodySignsInIT {

    @Test
    void tellsTheDeveloperOnceWhatIsMissing() {
        try (CapturedLog log = new CapturedLog("io.pushcast.quarkus.runtime.auth.NoUserRule")) {
            assertThat(signIn()).isEqualTo(403);
            assertThat(signIn()).isEqualTo(403);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("INFO")
                    .contains("no method is annotated with @AuthenticateUser");
        }
    }

    private static int signIn() {
        return given().auth()
                .preemptive()
                .basic("c-7", "seven")
                .formParam("socket_id", "123.456")
                .post("/pusher/user-auth")
                .statusCode();
    }

    /** Leaves the only one out. */
    public static class WithoutUserRule implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.arc.exclude-types", ContractRules.class.getName());
        }
    }
}
