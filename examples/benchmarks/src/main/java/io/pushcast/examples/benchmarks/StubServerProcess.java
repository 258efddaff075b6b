package io.pushcast.examples.benchmarks;

import io.pushcast.pusher.PusherApp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The server that all contenders publish to, {@link StubServer}, in a process of its own. Not for use by several threads. */
final class StubServerProcess implements AutoCloseable {

    private final Process process;
    private final Writer orders;
    private final BufferedReader answers;
    private final int port;

    private StubServerProcess(Process process) throws IOException {
        this.process = process;
        this.orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        this.port = Math.toIntExact(answer());
    }

    static StubServerProcess start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx128m",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        StubServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new StubServerProcess(process);
    }

    /** The app that it serves; any would do. */
    PusherApp app() {
        return PusherApp.builder()
                .appId("1")
                .key("278d425bdf160c739803")
                .secret("7ad3773142a6692b25b8")
                .host("127.0.0.1")
                .port(port)
                .tls(false)
                .build();
    }

    /** How long it keeps each answer back. */
    void delay(Duration delay) {
        order("delay " + TimeUnit.NANOSECONDS.toMicros(delay.toNanos()));
    }

    /** Closes its port and all connections: further ones are refused. */
    void down() {
        order("down");
    }

    /** Opens the same port again. */
    void up() {
        order("up " + port);
    }

    /** How many requests it has answered, or will when the delay is over. */
    long requests() {
        return order("requests");
    }

    private long order(String order) {
        try {
            orders.write(order + "\n");
            orders.flush();
            return answer();
        } catch (IOException e) {
            throw new UncheckedIOException("The server did not obey '" + order + "'", e);
        }
    }

    private long answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("The server has ended");
        }
        return Long.parseLong(line);
    }

    @Override
    public void close() throws IOException {
        orders.close();
        answers.close();
        process.destroy();
    }
}
