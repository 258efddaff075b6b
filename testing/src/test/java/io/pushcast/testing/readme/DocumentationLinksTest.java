package io.pushcast.testing.readme;

import static io.pushcast.testing.readme.RepositoryFiles.ROOT;
import static io.pushcast.testing.readme.RepositoryFiles.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every relative link of the repository's Markdown files leads to a file, and its anchor to a heading of that file. */
class DocumentationLinksTest {

    private static final Pattern LINK = Pattern.compile("\\[[^\\[\\]]*]\\(([^()\\s]+)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("(https?|mailto):.*");
    private static final Pattern FENCED = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.+)$", Pattern.MULTILINE);
    private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N} _-]");

    static List<Path> documents() throws IOException {
        return RepositoryFiles.endingWith(".md");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsSomewhere(Path document) {
        assertThat(broken(document, read(document))).isEmpty();
    }

    @Test
    void allDocumentsAreLookedAt() throws IOException {
        assertThat(documents())
                .map(Path::toString)
                .contains(
                        "README.md",
                        "CHANGELOG.md",
                        ".github/CONTRIBUTING.md",
                        ".github/SECURITY.md",
                        "testing/README.md",
                        "spring-boot-starter/README.md",
                        "quarkus-extension/README.md",
                        "examples/quarkus/README.md")
                .filteredOn(name -> name.startsWith("docs/"))
                .hasSizeGreaterThan(15);
    }

    @Test
    void everyPageIsReachedFromTheReadme() throws IOException {
        Set<Path> reached = new HashSet<>();
        follow(Path.of("README.md"), reached);

        assertThat(reached)
                .containsAll(documents().stream()
                        .filter(document -> document.startsWith("docs"))
                        .toList());
    }

    @Test
    void theReadmeHasAtMost130Lines() {
        assertThat(read(Path.of("README.md")).lines()).hasSizeLessThanOrEqualTo(130);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a page](docs/nowhere.md)",
                "[a heading](docs/outbox.md#nothing-of-that-kind)",
                "[a heading of this page](#nothing-of-that-kind)",
                "![a picture](docs/images/nothing.png)",
                "[![a picture with a link](docs/images/quarkus-dev-ui.png)](docs/nowhere.md)",
                "[outside of the repository](../elsewhere.md)",
            })
    void aBrokenLinkIsFound(String link) {
        assertThat(broken(Path.of("README.md"), "# Title\n\n" + link + "\n")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a page](docs/outbox.md)",
                "[a heading](docs/outbox.md#what-is-not-promised)",
                "[a heading of this page](#another-title-with-code)",
                "[a folder](examples/quickstart)",
                "[elsewhere](https://pusher.com/channels)",
                "`[code](nowhere.md)`",
            })
    void aGoodLinkIsLeftAlone(String link) {
        assertThat(broken(Path.of("README.md"), "# Another title, with `code`\n\n" + link + "\n"))
                .isEmpty();
    }

    private static void follow(Path document, Set<Path> reached) {
        if (!reached.add(document)) {
            return;
        }
        links(read(document))
                .map(link -> target(document, link.replaceFirst("#.*", "")))
                .filter(file -> file.toString().endsWith(".md"))
                .forEach(file -> follow(ROOT.relativize(file), reached));
    }

    /** The links of that text, which stands in that document, that lead nowhere. */
    private static List<String> broken(Path document, String text) {
        return links(text).filter(link -> !leadsSomewhere(document, text, link)).toList();
    }

    private static Stream<String> links(String text) {
        String prose = CODE.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("");
        List<String> links = new ArrayList<>();
        String rest = prose;
        String before;
        do { // A picture can be what is shown of a link.
            before = rest;
            LINK.matcher(rest).results().map(found -> found.group(1)).forEach(links::add);
            rest = LINK.matcher(rest).replaceAll("");
        } while (!rest.equals(before));
        return links.stream().filter(link -> !ELSEWHERE.matcher(link).matches());
    }

    private static boolean leadsSomewhere(Path document, String text, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path file = target(document, path);
        if (!file.startsWith(ROOT) || Files.notExists(file)) {
            return false;
        }
        return hash < 0 || anchors(path.isEmpty() ? text : read(file)).contains(link.substring(hash + 1));
    }

    private static Path target(Path document, String path) {
        Path here = ROOT.resolve(document);
        return path.isEmpty() ? here : here.resolveSibling(path).normalize();
    }

    /** As GitHub makes them of headings: a heading that is there already gets a number. */
    private static Set<String> anchors(String text) {
        Map<String, Integer> times = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(FENCED.matcher(text).replaceAll("")).results().forEach((MatchResult heading) -> {
            String anchor = NOT_IN_ANCHORS
                    .matcher(heading.group(1).strip().toLowerCase(Locale.ROOT))
                    .replaceAll("")
                    .replace(' ', '-');
            int before = times.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }
}
