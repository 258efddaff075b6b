package io.pushcast.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code large-payloads.js} does whatever its handlers do, and however often it is called for a channel. */
@Tag("e2e")
class LargePayloadsScriptIT {

    @Test
    void tellsEachEventOnceThoughHandlersFailAndItIsCalledTwice(@TempDir Path folder) throws Exception {
        Path script = folder.resolve("large-payloads.js");
        try (InputStream resource = getClass().getResourceAsStream("/META-INF/resources/pushcast/large-payloads.js")) {
            Files.copy(resource, script);
        }

        try (NodeScript node = NodeScript.run("large-payloads-check.js", script.toString())) {
            assertThat(node.lines())
                    .containsExactly(
                            "report 3",
                            "report 1",
                            "uncaught: a handler failed",
                            "unreadable report",
                            "uncaught: another handler failed",
                            "report 2",
                            "report 4");
        }
    }
}
