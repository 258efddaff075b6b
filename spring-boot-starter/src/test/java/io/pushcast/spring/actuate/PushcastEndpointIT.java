package io.pushcast.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.EventPublisher;
import io.pushcast.spring.AuthorizedChannels;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Over HTTP, in an application with an outbox, in which every value is shown to everybody. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.generate-unique-name=true",
            "pushcast.outbox.enabled=true",
            "pushcast.events.packages=io.pushcast.spring.event.sound",
            "pushcast.apps.eu.url=http://k:hidden-secret-2@localhost:1/apps/2",
            "pushcast.url=http://k:hidden-secret-1@localhost:1/apps/1",
            "PUSHER_SECRET=hidden-secret-3",
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.env.show-values=always",
            "management.endpoint.configprops.show-values=always",
            "management.endpoint.health.show-details=always"
        })
class PushcastEndpointIT {

    private final RestTestClient client;

    @Autowired
    EmbeddedPusher server;

    @Autowired
    EventPublisher publisher;

    PushcastEndpointIT(@LocalServerPort int port) {
        client = RestTestClient.bindToServer()
                .baseUrl("http://localhost:" + port + "/actuator")
                .build();
    }

    @Test
    void showsWhereEventsGoWhoDecidesAndWhatWaits() {
        assertThat(body("/pushcast"))
                .contains(
                        "\"pushcast\":{\"app\":\"1\",\"transport\":\"PusherTransport[PusherApp[1 at",
                        ",\"server\":\"SERVING\"",
                        "\"euPushcast\":{\"app\":\"eu\"")
                .contains(
                        "{\"type\":\"io.pushcast.spring.event.sound.ValidEvents$Nested\",\"routes\":[{\"channels\":[\"a.{id}\"],"
                                + "\"event\":\"nested\",\"orderedBy\":\"a.{id}\"}]}")
                .contains("\"channels\":{\"private-orders.{id}\":\"OrderChannels.canSee\"}")
                .contains("\"outbox\":{\"pending\":0");
    }

    @Test
    void retriesAndPurgesDeadLetters() {
        server.faults().next(1, Fault.status(400));
        publisher.to("orders").named("bad").payload("confidential").publish();
        await().untilAsserted(() -> assertThat(body("/pushcast/dead-letters")).contains("\"event\":\"bad\""));
        assertThat(body("/pushcast/dead-letters"))
                .contains("\"channels\":[\"orders\"]", "\"status\":400", "\"reason\":\"REJECTED\"")
                .doesNotContain("confidential");
        assertThat(body("/pushcast/dead-letters?event=other")).isEqualTo("[]");

        client.post()
                .uri("/pushcast/dead-letters")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of())
                .exchange()
                .expectStatus()
                .isBadRequest();
        client.post()
                .uri("/pushcast/dead-letters")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("event", "bad"))
                .exchange()
                .expectBody(String.class)
                .isEqualTo("{\"retried\":1}");
        await().until(() ->
                server.events().stream().anyMatch(event -> event.name().equals("bad")));

        server.faults().next(1, Fault.status(400));
        publisher.to("orders").named("worse").payload(1).publish();
        await().untilAsserted(() -> assertThat(body("/pushcast/dead-letters")).contains("\"event\":\"worse\""));
        client.delete().uri("/pushcast/dead-letters").exchange().expectStatus().isBadRequest();
        client.method(HttpMethod.DELETE)
                .uri("/pushcast/dead-letters?all=true")
                .exchange()
                .expectBody(String.class)
                .isEqualTo("{\"purged\":1}");
        assertThat(body("/pushcast/dead-letters")).isEqualTo("[]");
    }

    private String post(String section, Map<String, Object> body) {
        return String.valueOf(client.post()
                .uri("/pushcast/" + section)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    private static String idIn(String json) {
        return json.replaceAll("(?s).*?\"id\":(\\d+).*", "$1");
    }

    @Test
    void listsWhatIsStuckToBeBuriedOrSkipped() {
        server.faults().always(Fault.status(503));
        publisher.to("stuck").named("first").payload("confidential").publish();
        publisher.to("stuck").named("second").payload(2).publish();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(body("/pushcast/stuck")).contains("\"event\":\"first\""));
        String stuck = body("/pushcast/stuck?limit=1");
        assertThat(stuck)
                .contains("\"channels\":[\"stuck\"]", "\"orderingKey\":\"stuck\"", "\"status\":503", "\"behind\":1")
                .contains("\"app\":\"1\"", "\"since\":\"", "the server answered 503")
                .doesNotContain("confidential");
        assertThat(body("/pushcast/backlog"))
                .contains("\"apps\":{\"1\":{\"messages\":2,")
                .contains("\"oldestKeys\":[{\"orderingKey\":\"stuck\",\"messages\":2,");
        String first = idIn(stuck);
        assertThat(body("/pushcast/stuck?after=" + first)).doesNotContain("\"event\":\"first\"");

        assertThat(post("bury", Map.of("id", first, "explanation", "Ada: not wanted")))
                .isEqualTo("{\"buried\":1}");
        assertThat(body("/pushcast/dead-letters?reason=BURIED_BY_HAND&app=1&diedFrom=2026-01-01T00:00:00Z"))
                .contains("Ada: not wanted");
        assertThat(body("/pushcast/dead-letters?diedBefore=2026-01-01T00:00:00Z"))
                .isEqualTo("[]");
        assertThat(body("/pushcast/dead-letters?after=" + first)).isEqualTo("[]");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(body("/pushcast/stuck")).contains("\"event\":\"second\""));
        assertThat(post("skip", Map.of("id", idIn(body("/pushcast/stuck"))))).isEqualTo("{\"skipped\":1}");
        server.faults().none();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(body("/pushcast/backlog")).contains("\"apps\":{}"));
        assertThat(server.events()).noneMatch(event -> event.channel().equals("stuck"));
        assertThat(post("dead-letters", Map.of("id", first))).isEqualTo("{\"retried\":1}");
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        server.events().stream().anyMatch(event -> event.name().equals("first")));
    }

    @Test
    void pausesAndResumesTheOutbox() {
        assertThat(post("pause", Map.of())).isEqualTo("{\"paused\":1}");
        await().untilAsserted(() -> assertThat(body("/pushcast")).contains("\"pausedSince\":\"20"));
        await().untilAsserted(() -> assertThat(body("/health")).contains("\"paused\":true"));
        assertThat(post("resume", Map.of())).isEqualTo("{\"resumed\":1}");
        await().untilAsserted(() -> assertThat(body("/health")).contains("\"paused\":false"));
    }

    @Test
    void saysWhatIsMissingToBuryOrSkip() {
        for (String section : new String[] {"bury", "skip", "stuck", "backlog"}) {
            client.post()
                    .uri("/pushcast/" + section)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(section.equals("bury") ? Map.of("id", 7) : Map.of())
                    .exchange()
                    .expectStatus()
                    .isBadRequest();
        }
        client.get().uri("/pushcast/pause").exchange().expectStatus().isBadRequest();
        client.delete().uri("/pushcast/stuck").exchange().expectStatus().isBadRequest();
    }

    @Test
    void knowsNothingElseBelowIt() {
        client.get().uri("/pushcast/other").exchange().expectStatus().is4xxClientError();
    }

    @Test
    void masksSecretsAlsoWhereAllValuesAreShown() {
        assertThat(body("/env"))
                .contains("pushcast.apps.eu.url", "PUSHER_SECRET")
                .doesNotContain("hidden-secret");
        assertThat(body("/configprops"))
                .contains("\"prefix\":\"pushcast\"")
                .contains("\"overflowPolicy\":\"BLOCK\"")
                .doesNotContain("hidden-secret");
        assertThat(body("/pushcast")).doesNotContain("hidden-secret");
    }

    @Test
    void measures() {
        publisher.to("orders").named("measured").payload(1).publish();
        assertThat(body("/metrics")).contains("pushcast.published", "pushcast.outbox.pending");
        await().untilAsserted(() ->
                assertThat(body("/metrics/pushcast.delivered?tag=app:1")).contains("\"statistic\":\"COUNT\""));
        assertThat(body("/metrics/pushcast.published")).contains("\"eu\"");
    }

    @Test
    void isHealthy() {
        assertThat(body("/health")).contains("\"pushcast\":{", "\"pushcastOutbox\":{\"details\":{");
    }

    private String body(String path) {
        return String.valueOf(client.get()
                .uri(path)
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        EmbeddedPusher embeddedPusher() {
            return EmbeddedPusher.start();
        }

        @Bean
        SecurityFilterChain security(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .csrf(CsrfConfigurer::disable)
                    .build();
        }

        @Bean
        AuthorizedChannels channels() {
            return () -> Map.of("private-orders.{id}", "OrderChannels.canSee");
        }
    }
}
