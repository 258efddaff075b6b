package io.pushcast.examples.e2e;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives tests pages in Chromium, each in a browser of its own as far as it can tell. When a test fails, a picture of each
 * page and what its console said are in {@code target/screenshots}.
 */
final class BrowserVisitors
        implements BeforeAllCallback, AfterTestExecutionCallback, AfterEachCallback, AfterAllCallback {

    /** How long a test waits for a page to show something, unless it says otherwise. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Visit> visits = new ArrayList<>();
    private Chromium chromium;

    private record Visit(BrowserContext context, Page page, List<String> console) {}

    @Override
    public void beforeAll(ExtensionContext test) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
        chromium = Chromium.start(InstalledPrograms.installed());
    }

    /** A new, empty page. */
    Page newPage() {
        BrowserContext context = chromium.newVisitor();
        Page page = context.newPage();
        List<String> console = new ArrayList<>();
        page.onConsoleMessage(message -> console.add(message.type() + ": " + message.text()));
        page.onPageError(error -> console.add("error: " + error));
        visits.add(new Visit(context, page, console));
        return page;
    }

    @Override
    public void afterTestExecution(ExtensionContext test) throws IOException {
        if (test.getExecutionException().isPresent()) {
            for (Visit visit : visits) {
                keep(
                        visit,
                        test.getRequiredTestClass().getSimpleName() + "."
                                + test.getRequiredTestMethod().getName() + "-" + (visits.indexOf(visit) + 1));
            }
        }
    }

    private static void keep(Visit visit, String name) throws IOException {
        Path folder =
                Files.createDirectories(NpmPackages.ofThisModule().module().resolve("target/screenshots"));
        Files.writeString(folder.resolve(name + ".txt"), visit.page.url() + "\n" + String.join("\n", visit.console));
        if (!visit.page.isClosed()) {
            visit.page.screenshot(new Page.ScreenshotOptions()
                    .setPath(folder.resolve(name + ".png"))
                    .setFullPage(true));
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        visits.forEach(visit -> visit.context.close());
        visits.clear();
    }

    @Override
    public void afterAll(ExtensionContext test) {
        if (chromium != null) {
            chromium.close();
        }
    }
}
