package io.pushcast.quarkus.deployment.devui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.devui.tests.DevUIJsonRPCTest;
import io.quarkus.test.QuarkusDevModeTest;
import java.util.Map;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An outbox stores what the Dev UI sends, which blocks, though the Dev UI asks on an event loop. */
class DevUiWithOutboxIT extends DevUIJsonRPCTest {

    @RegisterExtension
    static final QuarkusDevModeTest application = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addAsResource(
                    new StringAsset("""
                            quarkus.datasource.db-kind=h2
                            quarkus.datasource.jdbc.url=jdbc:h2:mem:devui
                            quarkus.pushcast.outbox.enabled=true
                            quarkus.pushcast.outbox.initialize-schema=always
                            """),
                    "application.properties"));

    DevUiWithOutboxIT() {
        super("io.pushcast.quarkus-pushcast");
    }

    @Test
    void sendsATestEventByWayOfTheOutbox() throws Exception {
        JsonNode answer =
                executeJsonRPCMethod("send", Map.of("channel", "test", "event", "test-event", "payload", "{\"n\":1}"));

        assertThat(answer.asText()).startsWith("Stored in the outbox");
        JsonNode shown = await().until(
                        () -> executeJsonRPCMethod("recent").get(0),
                        message -> message != null && message.get("outcome").asText().equals("delivered"));
        assertThat(shown.get("channels").asText()).isEqualTo("test");
        assertThat(executeJsonRPCMethod("send", Map.of("channel", "a b", "event", "e", "payload", "1"))
                        .asText())
                .startsWith("Not published: ")
                .contains("a b");
    }
}
