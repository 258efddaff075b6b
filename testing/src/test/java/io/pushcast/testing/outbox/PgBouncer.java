package io.pushcast.testing.outbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** The program {@code pgbouncer} in transaction mode, in front of a PostgreSQL on this machine. */
public final class PgBouncer implements AutoCloseable {

    private final int port;
    private final Process process;
    private final Path folder;

    private PgBouncer(int port, Process process, Path folder) {
        this.port = port;
        this.process = process;
        this.folder = folder;
    }

    /** Skips the test if the program is not installed. */
    public static Path requireProgram() {
        Optional<Path> program = Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                program.isPresent(), "There is no pgbouncer on the PATH: install it (apt-get install pgbouncer)");
        return program.orElseThrow();
    }

    /**
     * Starts one.
     *
     * @param postgresPort where PostgreSQL listens on this machine
     * @param poolSize how many connections it has to each database
     */
    public static PgBouncer start(int postgresPort, int poolSize) throws IOException {
        Path program = requireProgram();
        int port = freePort();
        Path folder = Files.createTempDirectory("pgbouncer");
        Path configuration = folder.resolve("pgbouncer.ini");
        Files.write(
                configuration,
                List.of(
                        "[databases]",
                        "* = host=localhost user=postgres port=" + postgresPort,
                        "[pgbouncer]",
                        "listen_addr = 127.0.0.1",
                        "listen_port = " + port,
                        "unix_socket_dir =",
                        "auth_type = any",
                        "pool_mode = transaction",
                        "default_pool_size = " + poolSize,
                        "max_client_conn = 500",
                        "ignore_startup_parameters = extra_float_digits",
                        "logfile = " + folder.resolve("log")));
        // It refuses to run as root, and becomes this user then.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        boolean isRoot = System.getProperty("user.name").equals("root");
        List<String> command = isRoot
                ? List.of(program.toString(), "-q", "-u", "nobody", configuration.toString())
                : List.of(program.toString(), "-q", configuration.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        // It must not outlive the test, however that ends.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        PgBouncer bouncer = new PgBouncer(port, process, folder);
        Awaitility.await("pgbouncer at port " + port).until(bouncer::listens);
        return bouncer;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("pgbouncer has ended with " + process.exitValue());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** For applications. Before version 1.21 it knows nothing of statements that a server has prepared. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?prepareThreshold=0";
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            for (String file : List.of("pgbouncer.ini", "log")) {
                Files.deleteIfExists(folder.resolve(file));
            }
            Files.deleteIfExists(folder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
