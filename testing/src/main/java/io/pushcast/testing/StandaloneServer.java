package io.pushcast.testing;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** {@code java -jar}: a server for the development of front ends, which says how to connect and what happens. */
final class StandaloneServer {

    private StandaloneServer() {}

    /** Runs until the process is ended. */
    public static void main(String... arguments) throws InterruptedException {
        // Without a logging library, SLF4J would say so in three lines.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        // With it, Netty would be a little faster, and newer Javas would warn.
        System.setProperty("io.netty.noUnsafe", "true");
        EmbeddedPusher server = start(System.out, System.err, arguments);
        if (server == null) {
            System.exit(StandaloneOptions.askForHelp(arguments) ? 0 : 2);
        }
        new CountDownLatch(1).await();
    }

    /** Starts what the arguments ask for; null if they are wrong or ask for help, which has been said then. */
    static @Nullable EmbeddedPusher start(PrintStream out, PrintStream err, String... arguments) {
        if (StandaloneOptions.askForHelp(arguments)) {
            out.println(StandaloneOptions.USAGE);
            return null;
        }
        try {
            EmbeddedPusher server = StandaloneOptions.parse(arguments).start(new PrintingRecorder(out));
            out.println(StandaloneOptions.howToConnect(server));
            return server;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.println(StandaloneOptions.USAGE);
        } catch (UncheckedIOException e) {
            err.println(e.getMessage());
        }
        return null;
    }
}
