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

/** Every tick of the README's table of features is a test, and what it says of soketi is what the tests expect. */
class FeatureTableTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> SOURCES =
            List.of("core/src/test/java", "testing/src/test/java", "examples/e2e/src/test/java");
    private static final Pattern TEST = Pattern.compile("`([^`]+)`");

    private final List<List<String>> rows = rows();
    private final Map<String, String> tests = sources();

    @Test
    void namesTestsThatExist() {
        assertThat(rows).hasSizeGreaterThan(20);
        for (List<String> row : rows) {
            assertThat(missing("", row.get(1))).as(row.get(0) + ", core").isEmpty();
            assertThat(missing("ServerContract", row.get(2)))
                    .as(row.get(0) + ", EmbeddedPusher")
                    .isEmpty();
            assertThat(missing("PusherJsContract", row.get(4)))
                    .as(row.get(0) + ", browser")
                    .isEmpty();
        }
    }

    @Test
    void saysWhereSoketiDiffers() {
        String differences = tests.get("ServerContractOnSoketiIT");
        for (List<String> row : rows) {
            List<String> methods = named(row.get(2));
            boolean differs = methods.stream().anyMatch(method -> differences.contains("\"" + method + "\""));

            switch (row.get(3)) {
                case "the same" -> assertThat(differs).as(row.get(0)).isFalse();
                case "differs" -> assertThat(differs).as(row.get(0)).isTrue();
                default -> assertThat(row.get(3)).as(row.get(0)).isEqualTo("–");
            }
        }
    }

    @Test
    void leavesNoPartOfTheContractOut() {
        List<String> told =
                rows.stream().flatMap(row -> named(row.get(2)).stream()).toList();
        List<String> contract = Pattern.compile("@Test\\s+void (\\w+)\\(")
                .matcher(tests.get("ServerContract"))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(told).containsAll(contract);
    }

    private List<String> missing(String defaultClass, String cell) {
        return named(cell).stream().filter(name -> !exists(defaultClass, name)).toList();
    }

    private boolean exists(String defaultClass, String name) {
        int dot = name.indexOf('.');
        String source = tests.getOrDefault(dot < 0 ? defaultClass : name.substring(0, dot), "");
        return source.contains("void " + name.substring(dot + 1) + "(");
    }

    private static List<String> named(String cell) {
        return TEST.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static List<List<String>> rows() {
        return read(Path.of("README.md"))
                .lines()
                .dropWhile(line -> !line.startsWith("| feature |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.split("\\|", -1))
                        .map(String::trim)
                        .skip(1)
                        .limit(5)
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
