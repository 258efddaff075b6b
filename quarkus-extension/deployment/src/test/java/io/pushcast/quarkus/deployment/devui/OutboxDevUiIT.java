package io.pushcast.quarkus.deployment.devui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pushcast.quarkus.deployment.ChangedPage;
import io.quarkus.devui.tests.DevUIJsonRPCTest;
import io.quarkus.test.QuarkusDevModeTest;
import java.util.Map;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the Dev UI can ask of the outbox and do to it, by the names that Spring's endpoint has. */
class OutboxDevUiIT extends DevUIJsonRPCTest {

    @RegisterExtension
    static final QuarkusDevModeTest application = new QuarkusDevModeTest()
            .withApplicationRoot(jar ->
                    jar.addClasses(ChangedPage.class).addAsResource(new StringAsset("""
                                    quarkus.datasource.db-kind=h2
                                    quarkus.datasource.jdbc.url=jdbc:h2:mem:devui;DB_CLOSE_DELAY=-1
                                    quarkus.pushcast.outbox.enabled=true
                                    quarkus.pushcast.outbox.create-schema=true
                                    """), "application.properties"));

    OutboxDevUiIT() {
        super("io.pushcast.quarkus-pushcast");
    }

    private void awaitKeys(int keys) {
        await().until(
                        () -> executeJsonRPCMethod("backlog").get("oldestKeys"),
                        waiting -> waiting != null && waiting.size() == keys);
    }

    @Test
    void pausesListsBuriesSkipsAndResumes() throws Exception {
        assertThat(executeJsonRPCMethod("pause").asBoolean()).isTrue();
        executeJsonRPCMethod("send", Map.of("channel", "test", "event", "first", "payload", "1"));
        executeJsonRPCMethod("send", Map.of("channel", "other", "event", "second", "payload", "2"));
        awaitKeys(2);
        JsonNode backlog = executeJsonRPCMethod("backlog");
        assertThat(backlog.get("oldestKeys").get(0).get("orderingKey").asText()).isEqualTo("test");
        assertThat(backlog.get("apps")).hasSize(1);
        assertThat(executeJsonRPCMethod("stuck", Map.of("after", ""))).isEmpty();

        assertThat(executeJsonRPCMethod("skip", Map.of("id", "1")).asBoolean()).isTrue();
        assertThat(executeJsonRPCMethod("bury", Map.of("id", "2", "explanation", "Ada: a test"))
                        .asBoolean())
                .isTrue();
        awaitKeys(0);
        assertThat(executeJsonRPCMethod("skip", Map.of("id", "1")).asBoolean()).isFalse();
        assertThat(executeJsonRPCMethod("resume").asBoolean()).isTrue();
    }
}
