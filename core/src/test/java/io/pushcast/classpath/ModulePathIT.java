package io.pushcast.classpath;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.rest.PusherAbstract;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pushcast.Pushcast;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The modular application of {@code docs/module-path.md}, compiled and run with all jars on the module path. */
class ModulePathIT {

    private static final Path PAGE = Path.of("..", "docs", "module-path.md");
    private static final Pattern SNIPPET = Pattern.compile("```java\n// (\\S+)\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void theApplicationOfTheGuidePublishes() throws Exception {
        List<String> bodies = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, bodies));
        server.start();
        try {
            Path classes = compile();
            String modules = modulePath();

            String printed = run(
                    tool("java"),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "--module-path",
                    modules + File.pathSeparator + classes,
                    "--module",
                    "com.example.orders/com.example.orders.Main",
                    "http://key:secret@127.0.0.1:" + server.getAddress().getPort() + "/apps/1");

            assertThat(printed).contains("delivered by module io.pushcast");
            assertThat(bodies)
                    .singleElement()
                    .satisfies(body -> assertThat(body)
                            .contains("\"channels\":[\"private-orders.c-7\"]", "\"name\":\"order-placed\"", "o-1"));
        } finally {
            server.stop(0);
        }
    }

    private Path compile() throws Exception {
        Path sources = folder.resolve("src");
        List<String> files = new ArrayList<>();
        Matcher snippets = SNIPPET.matcher(Files.readString(PAGE));
        while (snippets.find()) {
            Path file = sources.resolve(snippets.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, snippets.group(2));
            files.add(file.toString());
        }
        assertThat(files).as("the sources in " + PAGE).hasSize(3);
        Path classes = folder.resolve("classes");
        List<String> command = new ArrayList<>(
                List.of(tool("javac"), "--release", "17", "-d", classes.toString(), "--module-path", modulePath()));
        command.addAll(files);
        assertThat(run(command.toArray(String[]::new))).doesNotContain("error");
        return classes;
    }

    private String modulePath() throws Exception {
        List<String> path = new ArrayList<>(PublisherJars.libraries().stream()
                .map(Path::toString)
                .filter(jar -> !jar.contains("micrometer"))
                .toList());
        path.add(PublisherJars.home(PusherAbstract.class).toString());
        path.add(PublisherJars.home(Class.forName("org.jspecify.annotations.Nullable"))
                .toString());
        path.add(jar(PublisherJars.home(Pushcast.class)).toString());
        return String.join(File.pathSeparator, path);
    }

    /** Where the classes are not packed yet, such as in an editor, a jar with the name that the build gives. */
    private Path jar(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            return home;
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Automatic-Module-Name", "io.pushcast");
        Path jar = folder.resolve("pushcast-core.jar");
        if (!Files.exists(jar)) {
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                    Stream<Path> files = Files.walk(home)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = home.relativize(file).toString().replace(File.separatorChar, '/');
                    if (!name.startsWith(".") && !name.endsWith("MANIFEST.MF")) {
                        out.putNextEntry(new JarEntry(name));
                        Files.copy(file, out);
                    }
                }
            }
        }
        return jar;
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private String run(String... command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            String printed = Files.readString(output);
            assertThat(process.exitValue()).as(printed).isZero();
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void answer(HttpExchange exchange, List<String> bodies) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = "{}".getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
