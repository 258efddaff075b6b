package org.acme;

import static io.restassured.RestAssured.given;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OrderResourceTest {

    @Test
    void takesAnOrder() {
        // In tests, too, a Pusher server runs inside the application.
        given().when().post("/orders/o-1").then().statusCode(204);
    }
}
