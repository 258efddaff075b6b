package io.pushcast.quarkus.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.in;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.PublishTo;
import io.pushcast.mapping.Route;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.RecordedEvent;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application that configures its app, and brings a mapping of its own. */
class ConfiguredAppIT {

    private static final int PORT = freePort();

    private static EmbeddedPusher server;

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Placed.class, Mappings.class, Rules.class))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.auth.path", "/realtime/auth")
            .overrideConfigKey("quarkus.pushcast.url", "http://a-key:a-secret@127.0.0.1:" + PORT + "/apps/7")
            .overrideRuntimeConfigKey("quarkus.pushcast.limits.max-payload-bytes", "100000")
            .overrideRuntimeConfigKey("quarkus.pushcast.delivery.overflow-policy", "drop-oldest")
            .overrideRuntimeConfigKey("quarkus.pushcast.delivery.buffer-size", "1M")
            .overrideRuntimeConfigKey("quarkus.pushcast.delivery.linger", "10ms")
            .overrideRuntimeConfigKey("quarkus.pushcast.retry.max-backoff", "5s")
            .setLogRecordPredicate(line -> line.getMessage().contains("@AuthorizeChannel"))
            .assertLogRecords(lines -> assertThat(lines)
                    .singleElement()
                    .satisfies(line -> assertThat(line.getMessage()).contains("answer every request with 401")));

    @Inject
    PusherApp app;

    @Inject
    Limits limits;

    @Inject
    JsonCodec json;

    @Inject
    Pushcast pushcast;

    @Inject
    EventPublisher publisher;

    @Inject
    Event<Placed> events;

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

    @Test
    void usesTheAppAndStartsNoServer() {
        assertThat(app.port()).isEqualTo(PORT);
        assertThat(app.tls()).isFalse();
        assertThat(ConfigProvider.getConfig().getOptionalValue("quarkus.pushcast.host", String.class))
                .isEmpty();
        assertThat(limits).isEqualTo(Limits.PUSHER.withMaxPayloadBytes(100_000));
        assertThat(app.toString() + pushcast + publisher).doesNotContain("a-secret");
        assertThat(json.write("x")).isEqualTo("\"x\"");
    }

    @Test
    void takesTheApplicationsMappings() throws Exception {
        events.fire(new Placed("o-1"));
        pushcast.flush().toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(server.events()).contains(new RecordedEvent("mine", "placed", "\"o-1\"", null));
    }

    @Test
    void encryptsWithTheApplicationsKeys() throws Exception {
        publisher
                .to("private-encrypted-mine")
                .named("hidden")
                .payload("o-2")
                .publish()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);

        assertThat(server.events())
                .filteredOn(event -> event.name().equals("hidden"))
                .singleElement()
                .satisfies(event -> assertThat(event.data()).startsWith("{\"nonce\":\""));
    }

    @Test
    void authorisesNobodyWithoutQuarkusSecurity() {
        given().formParam("socket_id", "1.2")
                .formParam("channel_name", "private-mine")
                .post("/realtime/auth")
                .then()
                .statusCode(401);
        // Quarkus' handler of static resources, which core's script for browsers turns on, takes no POST: 405.
        given().post("/pusher/auth").then().statusCode(in(List.of(404, 405)));
    }

    @Test
    void takesNoWebhooksThatNobodyObserves() {
        given().post("/pusher/webhook").then().statusCode(in(List.of(404, 405)));
    }

    /** The class is loaded twice, by JUnit and for the application; both mean the same port. */
    private static int freePort() {
        return Integer.parseInt(System.getProperties()
                .computeIfAbsent("pushcast.test.port", name -> {
                    try (ServerSocket socket = new ServerSocket(0)) {
                        return String.valueOf(socket.getLocalPort());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toString());
    }

    @PublishTo(channel = "orders")
    record Placed(String id) {}

    @Singleton
    static class Mappings {

        @Produces
        @Singleton
        EncryptionKeys keys() {
            return EncryptionKeys.of("A".repeat(43) + "=");
        }

        @Produces
        @Singleton
        EventMappings mine() {
            return EventMappings.builder()
                    .route(Placed.class, event -> Route.to("mine").payload(event.id()))
                    .build();
        }
    }

    @Singleton
    static class Rules {

        @AuthorizeChannel("private-mine")
        boolean everybody() {
            return true;
        }
    }
}
