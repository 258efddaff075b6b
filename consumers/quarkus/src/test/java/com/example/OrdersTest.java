package com.example;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static io.restassured.RestAssured.given;

import io.pushcast.quarkus.test.EmbeddedPusherResource;
import io.pushcast.testing.EmbeddedPusher;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(EmbeddedPusherResource.class)
class OrdersTest {

    EmbeddedPusher server;

    @Inject
    Orders orders;

    @Test
    void publishesWhatIsShippable() {
        orders.pack("c-1", false);
        orders.pack("c-2", true);

        assertThat(server).eventually().received().on("private-orders.c-2").named("order-packed");
        org.junit.jupiter.api.Assertions.assertEquals(1, server.events().size());
    }

    @Test
    void letsNobodyInWhoIsNotKnown() {
        given().formParam("socket_id", "1.2")
                .formParam("channel_name", "private-orders.c-1")
                .post("/pusher/auth")
                .then()
                .statusCode(401);
    }
}
