package io.pushcast.quarkus.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ToOthersIT {

    @ConfigProperty(name = "quarkus.pushcast.key")
    String key;

    @ConfigProperty(name = "quarkus.pushcast.host")
    String host;

    @ConfigProperty(name = "quarkus.pushcast.port")
    int port;

    @TestHTTPResource("/pusher/auth")
    String authEndpoint;

    @ParameterizedTest
    @ValueSource(strings = {"place", "place-at-once"})
    void leavesOutTheConnectionThatTheRequestNames(String way) throws Exception {
        try (JavaClientSubscriber mover = subscriber().subscribe("moves." + way);
                JavaClientSubscriber other = subscriber().subscribe("moves." + way)) {
            move(way, way, mover.socketId(), "shelf");
            move(way, way, other.socketId(), "counter");

            assertThat(other.events(1)).containsExactly(moved(way, "shelf"));
            assertThat(mover.events(1)).containsExactly(moved(way, "counter"));
        }
    }

    @Test
    void leavesOutNobodyIfTheRequestNamesNone() throws Exception {
        try (JavaClientSubscriber mover = subscriber().subscribe("moves.all")) {
            given().queryParam("to", "shelf").put("/orders/all/place").then().statusCode(204);
            move("place", "all", "not a socket", "counter");

            assertThat(mover.events(2)).containsExactly(moved("all", "shelf"), moved("all", "counter"));
        }
    }

    private static void move(String way, String order, String socket, String to) {
        given().header("X-Socket-ID", socket)
                .queryParam("to", to)
                .put("/orders/" + order + "/" + way)
                .then()
                .statusCode(204);
    }

    private static String moved(String order, String to) {
        return "moves." + order + " order-moved {\"orderId\":\"" + order + "\",\"to\":\"" + to + "\"}";
    }

    private JavaClientSubscriber subscriber() {
        return new JavaClientSubscriber(key, host, port, JavaClientSubscriber.authorizer(authEndpoint, "c-7", "seven"));
    }
}
