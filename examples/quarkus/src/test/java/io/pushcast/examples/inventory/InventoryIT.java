package io.pushcast.examples.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItems;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

/** Runs against the Pusher server that is started since no app is configured. */
@QuarkusTest
@QuarkusTestResource(Postgres.class)
class InventoryIT {

    @Test
    void showsEveryChangeOfStockAndNoneThatFailed() throws Exception {
        try (Subscriber bert = new Subscriber("bert")) {
            assertThat(bert.subscribe("private-stock.berlin")).isTrue();
            int chairs = quantity("chair");

            assertThat(change("anna", "berlin", "chair", 10, null)).isEqualTo(200);
            assertThat(change("anna", "berlin", "chair", -3000, null)).isEqualTo(409);
            assertThat(change("anna", "berlin", "chair", -10, null)).isEqualTo(200);

            long version = version("chair");
            bert.sees(chair(chairs + 10, version - 1));
            bert.sees(chair(chairs, version));
        }
    }

    @Test
    void doesNotTellWhoMadeTheChange() throws Exception {
        try (Subscriber anna = new Subscriber("anna");
                Subscriber bert = new Subscriber("bert")) {
            assertThat(anna.subscribe("private-stock.berlin")).isTrue();
            assertThat(bert.subscribe("private-stock.berlin")).isTrue();
            int chairs = quantity("chair");

            assertThat(change("anna", "berlin", "chair", 1, anna.socketId())).isEqualTo(200);
            assertThat(change("bert", "berlin", "chair", -1, bert.socketId())).isEqualTo(200);

            long version = version("chair");
            bert.sees(chair(chairs + 1, version - 1));
            anna.sees(chair(chairs, version));
        }
    }

    @Test
    void showsNobodyTheStockOfAnotherWarehouse() throws Exception {
        try (Subscriber carl = new Subscriber("carl")) {
            assertThat(carl.subscribe("private-stock.berlin")).isFalse();
            assertThat(carl.subscribe("private-stock.hamburg")).isTrue();
        }
        assertThat(authorize("carl", "private-stock.berlin").statusCode()).isEqualTo(403);
        assertThat(authorize("carl", "presence-warehouse.berlin").statusCode()).isEqualTo(403);
        assertThat(authorize("anna", "private-salaries").statusCode()).isEqualTo(403);
        assertThat(authorize("anna", "presence-warehouse.berlin").statusCode()).isEqualTo(200);
    }

    @Test
    void showsStrangersNothing() {
        given().formParam("socket_id", "1.2")
                .formParam("channel_name", "private-stock.berlin")
                .post("/pusher/auth")
                .then()
                .statusCode(401);
        given().redirects().follow(false).get("/").then().statusCode(302);
        given().redirects().follow(false).get("/warehouses/berlin/stock").then().statusCode(302);
        assertThat(change("carl", "berlin", "chair", 1, null)).isEqualTo(403);
    }

    @Test
    void knowsItsArticles() {
        as("anna").get("/warehouses/berlin/stock").then().statusCode(200).body("sku", hasItems("chair", "lamp"));
        assertThat(change("anna", "berlin", "unicorn", 1, null)).isEqualTo(404);
    }

    private static RequestSpecification as(String user) {
        return given().header("Authorization", Subscriber.basic(user));
    }

    private static int change(String user, String warehouse, String sku, int by, String socket) {
        var request = as(user).contentType("application/json").body("{\"by\":" + by + "}");
        if (socket != null) {
            request.header("X-Socket-ID", socket);
        }
        return request.post("/warehouses/" + warehouse + "/stock/" + sku).statusCode();
    }

    private static Response authorize(String user, String channel) {
        return as(user).formParam("socket_id", "1.2")
                .formParam("channel_name", channel)
                .post("/pusher/auth");
    }

    private static int quantity(String sku) {
        return stock().getInt("find { it.sku == '" + sku + "' }.quantity");
    }

    private static long version(String sku) {
        return stock().getLong("find { it.sku == '" + sku + "' }.version");
    }

    private static JsonPath stock() {
        return as("anna").get("/warehouses/berlin/stock").jsonPath();
    }

    private static String chair(int quantity, long version) {
        return "{\"warehouse\":\"berlin\",\"sku\":\"chair\",\"quantity\":" + quantity + ",\"version\":" + version + "}";
    }
}
