package io.pushcast.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.RecordedEvent;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pusher's own library for servers in Node works with {@link EmbeddedPusher} unchanged, in both directions. */
@Tag("e2e")
class NodeLibraryIT {

    private static final String MASTER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final EmbeddedPusher server = EmbeddedPusher.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void publishesAndAsks() throws Exception {
        PusherApp app = server.app();
        try (NodeScript node = NodeScript.run(
                "node-publisher.js", app.appId(), app.key(), app.secret(), String.valueOf(app.port()), MASTER_KEY)) {
            assertThat(node.lines())
                    .containsExactly(
                            "event 200 {\"channels\":{\"orders\":{\"subscription_count\":0},"
                                    + "\"audit\":{\"subscription_count\":0}}}",
                            "batch 200 {\"batch\":[{},{\"subscription_count\":0}]}",
                            "encrypted 200 {}",
                            "user 200 {}",
                            "channels 200 {\"channels\":{}}",
                            "users 200 {\"users\":[]}",
                            "terminate 200 {}",
                            "forged 401");
        }
        assertThat(server.events())
                .filteredOn(event -> !event.channel().startsWith("private-encrypted-"))
                .containsExactly(
                        new RecordedEvent("orders", "placed", "{\"id\":1}", "12.34"),
                        new RecordedEvent("audit", "placed", "{\"id\":1}", "12.34"),
                        new RecordedEvent("orders", "paid", "{\"id\":2}", null),
                        new RecordedEvent("audit", "paid", "text", null),
                        new RecordedEvent("#server-to-user-ann", "hello", "{}", null));
        assertThat(server.events())
                .filteredOn(event -> event.channel().equals("private-encrypted-orders"))
                .singleElement()
                .satisfies(event -> assertThat(event.data())
                        .contains("\"nonce\"", "\"ciphertext\"")
                        .doesNotContain("\"id\""));
    }

    @Test
    void takesWebhooks() throws Exception {
        PusherApp app = server.app();
        try (NodeScript node = NodeScript.run("node-webhooks.js", app.appId(), app.key(), app.secret())) {
            server.webhooks().to(URI.create("http://127.0.0.1:" + node.nextLine() + "/"));

            server.webhooks().send(Map.of("name", "Zwölf 🥊"));

            assertThat(node.nextLine()).isEqualTo("[{\"name\":\"Zwölf 🥊\"}]");
        }
    }
}
