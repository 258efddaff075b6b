package io.pushcast.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code large-payloads.js} does whatever its handlers do, and however often it is called for a channel. */
@Tag("e2e")
class LargePayloadsScriptIT {

    @TempDir
    Path folder;

    private Path script() throws IOException {
        Path script = folder.resolve("large-payloads.js");
        try (InputStream resource = getClass().getResourceAsStream("/META-INF/resources/pushcast/large-payloads.js")) {
            Files.copy(resource, script);
        }
        return script;
    }

    @Test
    void tellsEachEventOnceThoughHandlersFailAndItIsCalledTwice() throws Exception {
        Path script = script();

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

    @Test
    void isBoundedAndTellsNoReservedNamesWhoeverSends() throws Exception {
        Path script = script();

        try (NodeScript node = NodeScript.run("large-payloads-limits.js", script.toString())) {
            assertThat(node.lines())
                    .containsExactly(
                            "unreadable pusher:subscription_succeeded: no publisher may use this name",
                            "unreadable pusher:subscription_succeeded: no publisher may use this name",
                            "unreadable pusher_internal:member_added: no publisher may use this name",
                            "unreadable pusher_internal:member_added: no publisher may use this name",
                            "unreadable client-typing: no publisher may use this name",
                            "unreadable client-typing: no publisher may use this name",
                            "handler of pushcast-made-up 1",
                            "unreadable pushcast-gzip: no publisher may use this name",
                            "unreadable pushcast-gzip: no publisher may use this name",
                            "unreadable pushcast-chunk: no publisher may use this name",
                            "unreadable report: it has more than 8388608 bytes",
                            "report 100",
                            "unreadable report: it has more than 100 characters",
                            "incomplete c-3 1/2",
                            "report 51",
                            "unreadable report: it has more than 100 bytes",
                            "incomplete bad-0 1/2",
                            "incomplete bad-1 1/2",
                            "incomplete bad-2 1/2",
                            "report 6",
                            "memory is bounded");
        }
    }
}
