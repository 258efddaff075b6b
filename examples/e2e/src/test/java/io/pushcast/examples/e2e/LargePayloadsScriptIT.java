package io.pushcast.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code large-payloads.js} does whatever its handlers do, and however often it is called for a channel. */
@Tag("e2e")
class LargePayloadsScriptIT {

    private static final String[] LIMITS = {
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
    };

    @RegisterExtension
    static final BrowserVisitors visitors = new BrowserVisitors();

    @TempDir
    Path folder;

    private static String resource(String name) throws IOException {
        try (InputStream resource = LargePayloadsScriptIT.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

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
                    .startsWith(LIMITS)
                    .endsWith("memory is bounded")
                    .hasSize(LIMITS.length + 1);
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void isBoundedInABrowserToo() throws Exception {
        Page page = visitors.newPage();
        page.addScriptTag(new Page.AddScriptTagOptions().setContent(Files.readString(script())));
        page.addScriptTag(new Page.AddScriptTagOptions().setContent(resource("/large-payloads-limits.js")));

        List<String> lines = (List<String>) page.evaluate("async () => {"
                + " const lines = [];"
                + " await tryLimits(receiveLargePayloads, line => lines.push(line));"
                + " return lines;"
                + " }");

        assertThat(lines).containsExactly(LIMITS);
    }
}
