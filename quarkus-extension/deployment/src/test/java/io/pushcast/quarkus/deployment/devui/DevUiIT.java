package io.pushcast.quarkus.deployment.devui;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pushcast.quarkus.deployment.ChangedPage;
import io.quarkus.devui.tests.DevUIJsonRPCTest;
import io.quarkus.test.QuarkusDevModeTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the card of the Dev UI asks, and the server for development, which outlives a reload. */
class DevUiIT extends DevUIJsonRPCTest {

    @RegisterExtension
    static final QuarkusDevModeTest application =
            new QuarkusDevModeTest().withApplicationRoot(jar -> jar.addClasses(ChangedPage.class));

    DevUiIT() {
        super("io.pushcast.quarkus-pushcast");
    }

    @Test
    void sendsATestEventAndShowsItOrSaysWhatIsWrongWithIt() throws Exception {
        JsonNode answer = executeJsonRPCMethod(
                "send", Map.of("channel", "test", "event", "test-event", "payload", "{\"total\":19.90}"));

        assertThat(answer.asText()).isEqualTo("Delivered");
        JsonNode shown = await().until(
                        () -> executeJsonRPCMethod("recent").get(0),
                        message -> message.get("outcome").asText().equals("delivered"));
        assertThat(shown.get("channels").asText()).isEqualTo("test");
        assertThat(shown.get("event").asText()).isEqualTo("test-event");
        assertThat(shown.get("data").asText()).isEqualTo("{\"total\":19.90}");

        assertThat(executeJsonRPCMethod("send", Map.of("channel", "test", "event", "e", "payload", "{hello"))
                        .asText())
                .startsWith("The payload is no JSON");
        assertThat(executeJsonRPCMethod("send", Map.of("channel", "a b", "event", "e", "payload", "1"))
                        .asText())
                .startsWith("Not published: ")
                .contains("a b");
    }

    @Test
    void keepsTheServerAcrossReloads() throws Exception {
        JsonNode before = executeJsonRPCMethod("connection");
        assertThat(get("/page").asString()).isEqualTo("before");
        application.modifySourceFile(ChangedPage.class, source -> source.replace("\"before\"", "\"after\""));
        assertThat(get("/page").asString()).isEqualTo("after");
        JsonNode after = executeJsonRPCMethod("connection");

        assertThat(after.get("port").asInt())
                .isEqualTo(before.get("port").asInt())
                .isPositive();
        assertThat(after.get("key").asText()).isEqualTo(before.get("key").asText());
        assertThat(after.get("server").asText()).isEqualTo("serving");
        assertThat(after.has("secret")).isFalse();
    }
}
