package io.pushcast.examples.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The installed Chromium, without a window, driven by Playwright on the installed Node.js: nothing is downloaded. Not for
 * use by several threads.
 *
 * @see <a href="https://playwright.dev/java/">Playwright for Java</a>
 */
final class Chromium implements AutoCloseable {

    /** Without a sandbox because it refuses to run as root with one; it only ever sees pages of our own. */
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /**
     * Starts it.
     *
     * @throws MissingProgramException if Chromium or Node.js is not installed
     */
    static Chromium start(InstalledPrograms programs) {
        Path executable = programs.chromium();
        Path node = programs.node();
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", node.toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            return new Chromium(
                    playwright,
                    playwright
                            .chromium()
                            .launch(new LaunchOptions()
                                    .setExecutablePath(executable)
                                    .setArgs(ARGUMENTS)));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** A new browser as far as pages can tell: with cookies and logins of its own. */
    BrowserContext newVisitor() {
        return browser.newContext();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
