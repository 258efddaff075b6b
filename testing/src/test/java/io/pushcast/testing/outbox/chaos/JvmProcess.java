package io.pushcast.testing.outbox.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A process with a JVM, on the class path of the test. Each line that it says is heard by the test and written to a file
 * under {@code target/chaos}.
 */
final class JvmProcess {

    private final String name;
    private final Process process;
    private final Thread reader;

    /** What to start. */
    record Program(String main, List<String> options, Map<String, String> environment, List<String> arguments) {}

    /** @param heard is given each line, and in the end {@code null}, by a thread of its own */
    JvmProcess(String name, Program program, Consumer<String> heard) throws IOException {
        this.name = name;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(program.options());
        command.add(program.main());
        command.addAll(program.arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(program.environment());
        this.process = builder.start();
        // It must not outlive the test, however that ends.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        this.reader = new Thread(() -> read(heard), "output-of-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    static Path log(String name) {
        return Path.of("target", "chaos", name + ".log");
    }

    private void read(Consumer<String> heard) {
        try {
            Files.createDirectories(log(name).getParent());
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                    Writer file = Files.newBufferedWriter(log(name))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    file.write(line + "\n");
                    file.flush();
                    heard.accept(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            heard.accept(null);
        }
    }

    void tell(String command) throws IOException {
        process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** As {@code kill -9} does. All that it had said is heard when this returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    void awaitEnd() throws InterruptedException {
        process.waitFor();
        reader.join();
    }

    void signal(String signal) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new AssertionError("kill -" + signal + " of " + name + " failed with " + status);
        }
    }
}
