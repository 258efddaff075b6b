package io.pushcast.classpath;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.pusher.rest.PusherAbstract;
import io.pushcast.Pushcast;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of a publisher when a BOM forces other versions: each case is a JVM of its own with those versions on its class
 * path, which Maven copies into {@code target/other-versions}. The table in {@code docs/library-versions.md} shows the cases.
 */
class LibraryVersionsIT {

    private static final Path OTHERS = Path.of("target", "other-versions");

    private static final Pattern JAR = Pattern.compile("(.*?)-(\\d.*)\\.jar");

    static Stream<Arguments> versionsThatWork() {
        return Stream.of(
                arguments("those that core is built on", List.of()),
                arguments("Resilience4j 2.2.0", List.of("resilience4j-.*-2.2.0")),
                arguments("Netty 4.1.108", List.of("netty-.*-4.1.108.Final")),
                arguments("Gson 2.8.6, SLF4J 1.7.36", List.of("gson-2.8.6", "slf4j-api-1.7.36")),
                arguments("Jackson 3.1.0, annotations 2.21", List.of("jackson-.*-3.1.0", "jackson-annotations-2.21")),
                arguments("Jackson 2.15.4 in place of Jackson 3", List.of("jackson-.*-2.15.4")),
                arguments("Micrometer 1.9.17", List.of("micrometer-core-1.9.17")));
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}")
    @MethodSource("versionsThatWork")
    void publishesWith(String name, List<String> others) throws Exception {
        assertThat(run(others)).containsExactly("delivered");
    }

    static Stream<Arguments> versionsThatDoNot() {
        return Stream.of(
                arguments(
                        List.of("resilience4j-.*-2.0.2"),
                        "io.github.resilience4j:resilience4j-retry is 2.0.2 (resilience4j-retry-2.0.2.jar); 2.2.0 or later is"
                                + " needed. A BOM that manages it is spring-cloud-dependencies"),
                arguments(
                        List.of("resilience4j-.*-2.1.0"),
                        "io.github.resilience4j:resilience4j-retry is 2.1.0 (resilience4j-retry-2.1.0.jar); 2.2.0 or later"),
                arguments(
                        List.of("netty-.*-4.1.100.Final"),
                        "io.netty:netty-codec-http is 4.1.100.Final (netty-codec-http-4.1.100.Final.jar); 4.1.108.Final or"
                                + " later is needed. A BOM that manages it is spring-boot-dependencies (netty.version),"
                                + " quarkus-bom"),
                arguments(
                        List.of("netty-common-4.1.108.Final"),
                        "the modules of one library are of several versions: {io.netty:netty-buffer="),
                arguments(
                        List.of("jackson-.*-3.0.4"),
                        "tools.jackson.core:jackson-databind is 3.0.4 (jackson-databind-3.0.4.jar); 3.1.0 or later is"),
                arguments(
                        List.of("jackson-annotations-2.19.0"),
                        "com.fasterxml.jackson.core:jackson-annotations is 2.19.0 (jackson-annotations-2.19.0.jar); 2.21 or"),
                arguments(
                        List.of("jackson-.*-2.12.7"),
                        "com.fasterxml.jackson.core:jackson-core is 2.12.7 (jackson-core-2.12.7.jar); 2.15.0 or later is"),
                arguments(
                        List.of("gson-2.8.5"),
                        "com.google.code.gson:gson is 2.8.5 (gson-2.8.5.jar); 2.8.6 or later is"));
    }

    @Tag("long")
    @ParameterizedTest(name = "{0}")
    @MethodSource("versionsThatDoNot")
    void saysWhichLibraryIsTooOldAndLeavesNoThread(List<String> others, String problem) throws Exception {
        List<String> printed = run(others);
        assertThat(printed.get(0))
                .startsWith(UnsupportedLibraryException.class.getName() + ": Pushcast can't work with");
        assertThat(printed)
                .anySatisfy(line -> assertThat(line).startsWith("  - " + problem))
                .noneMatch(line -> line.startsWith("left: "));
    }

    @Test
    void namesAllThatAreTooOldAtOnceAndLeavesNoThread() throws Exception {
        List<String> printed =
                run(List.of("resilience4j-.*-2.1.0", "netty-.*-4.1.100.Final", "jackson-.*-3.0.4", "gson-2.8.5"));
        assertThat(printed)
                .filteredOn(line -> line.startsWith("  - "))
                .extracting(line -> line.substring(4, line.indexOf(" is ")))
                .containsExactly(
                        "com.google.code.gson:gson",
                        "io.github.resilience4j:resilience4j-core",
                        "io.github.resilience4j:resilience4j-retry",
                        "io.netty:netty-codec-http",
                        "tools.jackson.core:jackson-databind");
        assertThat(printed).noneMatch(line -> line.startsWith("left: "));
    }

    @Test
    void publishesWithTheOldestVersionsAtOnce() throws Exception {
        assertThat(run(List.of("resilience4j-.*-2.2.0", "netty-.*-4.1.108.Final", "gson-2.8.6", "jackson-.*-3.1.0")))
                .containsExactly("delivered");
    }

    /** What the program prints, but for the words of SLF4J, and of newer JVMs on how an old Netty reaches memory. */
    private static List<String> run(List<String> others) throws Exception {
        Path output = Files.createTempFile("versions", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(others),
                        PublishingProgram.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            return Files.readAllLines(output, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.startsWith("SLF4J") && !line.startsWith("WARNING: "))
                    .toList();
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    private static String classPath(List<String> others) throws Exception {
        Map<String, String> jars = new LinkedHashMap<>();
        for (Path jar : PublisherJars.libraries()) {
            jars.put(nameOf(jar), jar.toString());
        }
        for (Path jar : replacements(others)) {
            assertThat(jars).as("replaced by " + jar).containsKey(nameOf(jar));
            jars.put(nameOf(jar), jar.toString());
        }
        List<String> path = new ArrayList<>(jars.values());
        path.add(PublisherJars.home(PusherAbstract.class).toString());
        path.add(PublisherJars.home(Pushcast.class).toString());
        path.add(PublisherJars.home(LibraryVersionsIT.class).toString());
        return String.join(File.pathSeparator, path);
    }

    private static List<Path> replacements(List<String> others) throws IOException {
        try (Stream<Path> all = Files.list(OTHERS)) {
            List<Path> jars = all.toList();
            List<Path> chosen = new ArrayList<>();
            for (String other : others) {
                List<Path> matching = jars.stream()
                        .filter(jar -> jar.getFileName().toString().matches(other + "\\.jar"))
                        .collect(toCollection(ArrayList::new));
                assertThat(matching).as(other + " in " + OTHERS).isNotEmpty();
                chosen.addAll(matching);
            }
            return chosen;
        }
    }

    /** The artifact; Jackson 2 and 3 call theirs the same. */
    private static String nameOf(Path jar) {
        Matcher matcher = JAR.matcher(jar.getFileName().toString());
        assertThat(matcher.matches()).as(jar.toString()).isTrue();
        return matcher.group(1);
    }
}
