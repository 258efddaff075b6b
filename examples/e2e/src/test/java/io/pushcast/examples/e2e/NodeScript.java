package io.pushcast.examples.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A script of the tests' resources, run by Node.js with the packages of this module, for a minute at most. */
final class NodeScript implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;

    private NodeScript(Process process) {
        this.process = process;
        // Then it says nothing more, and whoever reads what it says goes on.
        CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES).execute(process::destroyForcibly);
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static NodeScript run(String script, String... arguments) throws IOException, URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(InstalledPrograms.installed().node().toString());
        command.add(Path.of(NodeScript.class.getResource("/" + script).toURI()).toString());
        command.addAll(List.of(arguments));
        return new NodeScript(new ProcessBuilder(command)
                .directory(NpmPackages.ofThisModule().module().toFile())
                .redirectErrorStream(true)
                .start());
    }

    /** The next line that it prints. */
    String nextLine() throws IOException {
        String line = said.readLine();
        if (line == null) {
            throw new AssertionError("The script ended, or was ended after a minute, and said nothing more");
        }
        return line;
    }

    /** All that it still prints, until it ends. */
    List<String> lines() {
        return said.lines().toList();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
