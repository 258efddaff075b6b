package io.pushcast.testing.readme;

import static io.pushcast.testing.readme.RepositoryFiles.ROOT;
import static io.pushcast.testing.readme.RepositoryFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What contributors are told to open is there: classes, their members, threads and files. */
class ContributorMapTest {

    private static final String MAP = ".github/CONTRIBUTING.md";

    private static final Pattern FENCED = Pattern.compile("^```(\\w*)\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINKED = Pattern.compile("\\[`(\\w+)[^`]*`]\\(([^()\\s]+)\\)");

    /** {@code RequestScheduler}, {@code RequestScheduler.due}, {@code delivery.RequestScheduler}. */
    private static final Pattern CLASS = Pattern.compile("(?:[a-z]\\w*\\.)?([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?");

    /** In the picture, a word with capitals within. */
    private static final Pattern CAMEL = Pattern.compile("\\b[A-Z][a-z]+(?:[A-Z][a-z]+)+\\b");

    private static final Pattern FILE = Pattern.compile("[\\w.-]*/[\\w./-]+");
    private static final Pattern THREAD = Pattern.compile("((?:pushcast|embedded)-[a-z-]+?)(?:-…)?");

    private static final Pattern THREAD_NAME = Pattern.compile("\"(pushcast-[a-z-]+)\"");

    private final Map<String, String> classes = RepositoryFiles.endingWith(".java").stream()
            .collect(Collectors.toMap(
                    ContributorMapTest::className, RepositoryFiles::read, (one, other) -> one + "\n" + other));

    ContributorMapTest() throws IOException {}

    @ParameterizedTest
    @ValueSource(strings = {MAP, "examples/concurrency/README.md"})
    void namesWhatIsThere(String document) {
        assertThat(missing(read(Path.of(document)))).isEmpty();
    }

    @Test
    void answersTheQuestionsOfNewcomers() {
        assertThat(read(Path.of(MAP)))
                .contains(
                        "| thread | what runs on it |",
                        "| I want to … | open … |",
                        "how a batch is decided",
                        "a retry's delay",
                        "what happens on 413",
                        "where a webhook's signature is compared",
                        "Spring's after-commit",
                        "add a database",
                        "add a second app",
                        "add a server profile",
                        "add a setting");
    }

    @Test
    void tellsOfEveryThreadOfTheLibrary() throws IOException {
        String told = read(Path.of(MAP));
        List<String> threads = RepositoryFiles.endingWith(".java").stream()
                .filter(file -> file.startsWith("core/src/main"))
                .map(RepositoryFiles::read)
                .filter(source -> source.contains("Thread"))
                .flatMap(source -> THREAD_NAME.matcher(source).results())
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();

        assertThat(threads).hasSizeGreaterThan(5).allMatch(thread -> told.contains("`" + thread));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "`NoSuchClass`",
                "`DeliveryEngine.noSuchMethod`",
                "`delivery.NoSuchClass`",
                "`pushcast-nothing-…`",
                "`examples/nowhere`",
                "[`DeliveryEngine`](../core/src/main/java/io/pushcast/delivery/KeyedQueue.java)",
                "```text\n publish ─▶ NoSuchClass\n```",
            })
    void findsWhatIsGone(String text) {
        assertThat(missing("# Map\n\n" + text + "\n")).hasSize(1);
    }

    private List<String> missing(String document) {
        String prose = FENCED.matcher(document).replaceAll("");
        Stream<String> named = CODE.matcher(prose).results().map(found -> found.group(1));
        Stream<String> pictured = FENCED.matcher(document)
                .results()
                .filter(block -> block.group(1).equals("text"))
                .flatMap(block -> CAMEL.matcher(block.group(2)).results())
                .map(MatchResult::group);
        Stream<String> misled = LINKED.matcher(prose)
                .results()
                .filter(link -> !className(Path.of(link.group(2))).equals(link.group(1)))
                .map(MatchResult::group);
        return Stream.concat(Stream.concat(named, pictured).filter(name -> !isThere(name)), misled)
                .toList();
    }

    /** Whether it is there, or nothing that could be looked for. */
    private boolean isThere(String name) {
        var ofClass = CLASS.matcher(name);
        if (ofClass.matches()) {
            String source = classes.get(ofClass.group(1));
            return source != null && (ofClass.group(2) == null || declares(source, ofClass.group(2)));
        }
        var thread = THREAD.matcher(name);
        if (thread.matches()) {
            return classes.values().stream().anyMatch(source -> source.contains("\"" + thread.group(1)));
        }
        return !FILE.matcher(name).matches() || Files.exists(ROOT.resolve(name));
    }

    private static boolean declares(String source, String member) {
        return Pattern.compile("[\\w>\\]] " + member + "\\(|(?:class|record|enum|interface) " + member + "\\b")
                .matcher(source)
                .find();
    }

    private static String className(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }
}
