package io.pushcast.quarkus.deployment;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.pushcast.EventPublisher;
import io.pushcast.outbox.Outbox;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.Fault;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Health, meters and spans of an application with an outbox. */
class ObservabilityIT {

    private static final int PORT = FreePort.of("observability");

    private static EmbeddedPusher server;

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(FreePort.class, Telemetry.class))
            .overrideConfigKey("quarkus.pushcast.url", "http://a-key:a-secret@127.0.0.1:" + PORT + "/apps/7")
            .overrideConfigKey("quarkus.pushcast.outbox.enabled", "true")
            .overrideRuntimeConfigKey("quarkus.pushcast.outbox.initialize-schema", "always")
            .overrideRuntimeConfigKey("quarkus.pushcast.health.max-wait", "1s")
            .overrideRuntimeConfigKey("quarkus.pushcast.retry.max-backoff", "200ms")
            .overrideConfigKey("quarkus.datasource.db-kind", "h2")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:h2:mem:observed;DB_CLOSE_DELAY=-1");

    @Inject
    EventPublisher publisher;

    @Inject
    Outbox outbox;

    @Inject
    MeterRegistry meters;

    @Inject
    Tracer tracer;

    @Inject
    InMemorySpanExporter spans;

    @BeforeAll
    static void startServer() {
        server = EmbeddedPusher.builder()
                .appId("7")
                .key("a-key")
                .secret("a-secret")
                .port(PORT)
                .start();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @BeforeEach
    void forget() {
        spans.reset();
        server.forget();
    }

    @Test
    void countsWhatIsPublishedAndWhatTheOutboxHolds() {
        publish("counted");

        await().untilAsserted(() -> {
            assertThat(meters.get("pushcast.delivered")
                            .tag("app", "7")
                            .counter()
                            .count())
                    .isPositive();
            assertThat(meters.get("pushcast.outbox.stored").functionCounter().count())
                    .isPositive();
        });
    }

    @Test
    void carriesTheTraceThroughTheOutbox() {
        Span request = tracer.spanBuilder("request").startSpan();
        try (Scope scope = request.makeCurrent()) {
            assertThat(scope).isNotNull();
            QuarkusTransaction.requiringNew().run(() -> publish("traced"));
        } finally {
            request.end();
        }

        SpanData delivery = await().until(() -> span("publish traced"), span -> span != null);
        assertThat(delivery.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
        assertThat(delivery.getParentSpanId())
                .isEqualTo(request.getSpanContext().getSpanId());
        assertThat(delivery.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(delivery.getAttributes().asMap().values()).contains("pusher", "observed");
    }

    @Test
    void staysReadyWhileTheServerFailsAndIsNotWellUntilItIsBack() {
        isUp("ready", "Pushcast can publish");
        isUp("well", "Pushcast delivers");

        server.faults().always(Fault.status(503));
        publish("late");
        await().untilAsserted(() -> get("/q/health/well").then().statusCode(503));
        isUp("ready", "Pushcast can publish");

        server.faults().none();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> get("/q/health/well").then().statusCode(200));
    }

    @Test
    void isNotWellWhileStoredMessagesWaitForSomebodyToDeliverThem() {
        outbox.relay(false);
        // What it owns until then, it still delivers.
        await().until(() -> outbox.status().partitionsOwned(), owned -> owned == 0);
        publish("waits");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> get("/q/health/well")
                        .then()
                        .statusCode(503)
                        .body("checks.find { it.name == 'Pushcast outbox delivers' }.data.state", equalTo("down"))
                        .body("checks.find { it.name == 'Pushcast outbox delivers' }.data.pending", equalTo(1)));

        outbox.relay(true);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> get("/q/health/well").then().statusCode(200));
        assertThat(server.events()).hasSize(1);
    }

    private static void isUp(String group, String check) {
        get("/q/health/" + group)
                .then()
                .statusCode(200)
                .body("checks.find { it.name == '" + check + "' }.status", equalTo("UP"))
                .body("checks.find { it.name == '" + check + "' }.data.app", equalTo("7"));
    }

    private void publish(String event) {
        publisher
                .to("observed")
                .named(event)
                .payload("x")
                .publish()
                .toCompletableFuture()
                .join();
    }

    private SpanData span(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Singleton
    static class Telemetry {

        @Produces
        @Singleton
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Produces
        @Singleton
        InMemorySpanExporter exporter() {
            return InMemorySpanExporter.create();
        }

        @Produces
        @Singleton
        SpanProcessor processor(InMemorySpanExporter exporter) {
            return SimpleSpanProcessor.create(exporter);
        }
    }
}
