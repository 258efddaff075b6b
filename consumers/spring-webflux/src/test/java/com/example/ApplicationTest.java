package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.Pushcast;
import io.pushcast.testing.EmbeddedPusher;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.Environment;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ApplicationTest {

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    Pushcast pushcast;

    @Autowired
    EmbeddedPusher server;

    @Autowired
    Environment environment;

    @Test
    void publishesTheFirstAndTheNewest() {
        for (int price = 1; price <= 3; price++) {
            events.publishEvent(new Application.PriceChanged("ACME", price));
        }
        pushcast.flush().toCompletableFuture().join();

        assertThat(server.events()).extracting("data").containsExactly(
                "{\"symbol\":\"ACME\",\"price\":1}", "{\"symbol\":\"ACME\",\"price\":3}");
    }

    @Test
    void letsNobodyInWhoIsNotKnown() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + environment.getProperty("local.server.port") + "/pusher/auth"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("socket_id=1.2&channel_name=private-orders.c-1"))
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
    }
}
