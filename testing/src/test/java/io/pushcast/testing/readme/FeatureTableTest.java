package io.pushcast.testing.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every tick of the documentation's table of features is a test, and what it says of soketi is what the tests expect. */
class FeatureTableTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> SOURCES =
            List.of("core/src/test/java", "testing/src/test/java", "examples/e2e/src/test/java");
    private static final Pattern TEST = Pattern.compile("`([^`]+)`");
    private static final Pattern MARKED = Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|Property)\\b");

    /** The contracts, and where it says how soketi differs from them. */
    private static final Map<String, String> ON_SOKETI = Map.of(
            "ServerContract", "ServerContractOnSoketiIT",
            "JavaClientContract", "JavaClientOnSoketiIT",
            "PusherJsContract", "PusherJsOnSoketiIT",
            "SubscriberContract", "SubscriberOnSoketiIT");

    private final List<List<String>> rows = rows();
    private final Map<String, String> tests = sources();

    @Test
    void namesTestsThatExist() {
        assertThat(rows).hasSizeGreaterThan(20);
        for (List<String> row : rows) {
            assertThat(missing("core", row.get(1))).as(row.get(0) + ", core").isEmpty();
            assertThat(missing("ServerContract", row.get(2)))
                    .as(row.get(0) + ", EmbeddedPusher")
                    .isEmpty();
            assertThat(missing("PusherJsContract", row.get(4)))
                    .as(row.get(0) + ", browser")
                    .isEmpty();
            assertThat(missing("SubscriberContract", row.get(5)))
                    .as(row.get(0) + ", subscriber")
                    .isEmpty();
        }
    }

    @Test
    void saysWhereSoketiDiffers() {
        for (List<String> row : rows) {
            List<String> contracts = contractTests(row);
            String expected = contracts.isEmpty()
                    ? "–"
                    : contracts.stream().anyMatch(this::isDifferentAtSoketi) ? "differs" : "the same";

            assertThat(row.get(3)).as(row.get(0)).isEqualTo(expected);
        }
    }

    private boolean isDifferentAtSoketi(String test) {
        String[] name = test.split("\\.");
        return tests.get(ON_SOKETI.get(name[0])).contains("\"" + name[1] + "\"");
    }

    @Test
    void leavesNoPartOfTheContractsOut() {
        List<String> told =
                rows.stream().flatMap(row -> contractTests(row).stream()).toList();
        for (String contract : ON_SOKETI.keySet()) {
            List<String> all = Pattern.compile("@Test\\s+void (\\w+)\\(")
                    .matcher(tests.get(contract))
                    .results()
                    .map(found -> contract + "." + found.group(1))
                    .toList();

            assertThat(all).isNotEmpty();
            assertThat(told).containsAll(all);
        }
    }

    /** The tests of contracts that the row names, each with its class. */
    private static List<String> contractTests(List<String> row) {
        return Stream.of(
                        withClass("ServerContract", row.get(2)),
                        withClass("PusherJsContract", row.get(4)),
                        withClass("SubscriberContract", row.get(5)))
                .flatMap(List::stream)
                .filter(name -> ON_SOKETI.containsKey(name.substring(0, name.indexOf('.'))))
                .toList();
    }

    private static List<String> withClass(String defaultClass, String cell) {
        return named(cell).stream()
                .map(name -> name.indexOf('.') < 0 ? defaultClass + "." + name : name)
                .toList();
    }

    private List<String> missing(String defaultClass, String cell) {
        return withClass(defaultClass, cell).stream()
                .filter(name -> !isTest(name))
                .toList();
    }

    /** Whether there is such a method, with what makes it a test above it, and nothing that keeps it from running. */
    private boolean isTest(String name) {
        int dot = name.indexOf('.');
        String source = tests.getOrDefault(name.substring(0, dot), "");
        int method = source.indexOf("void " + name.substring(dot + 1) + "(");
        if (method < 0 || source.contains("@Disabled")) {
            return false;
        }
        String annotations = source.substring(source.lastIndexOf("\n\n", method), method);
        return MARKED.matcher(annotations).find();
    }

    private static List<String> named(String cell) {
        return TEST.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static List<List<String>> rows() {
        return read(ROOT.resolve("docs/features.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| feature |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.split("\\|", -1))
                        .map(String::trim)
                        .skip(1)
                        .limit(6)
                        .toList())
                .toList();
    }

    /** By the names of their classes. */
    private static Map<String, String> sources() {
        return SOURCES.stream()
                .flatMap(folder -> javaFiles(ROOT.resolve(folder)))
                .collect(Collectors.toMap(
                        file -> file.getFileName().toString().replace(".java", ""),
                        FeatureTableTest::read,
                        (one, other) -> one + other));
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
