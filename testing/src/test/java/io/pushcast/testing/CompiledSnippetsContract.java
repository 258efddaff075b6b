package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What pages show as Java is what stands between the README marks of the files in the package of the subclass, which compile. */
public abstract class CompiledSnippetsContract {

    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern MARKED =
            Pattern.compile("^ *// README\n(.*?)^ *// README\n", Pattern.DOTALL | Pattern.MULTILINE);

    private final List<String> pages;

    /** @param pages from the module's folder */
    protected CompiledSnippetsContract(String... pages) {
        this.pages = List.of(pages);
    }

    @Test
    void showsCodeThatCompiles() throws IOException {
        Path folder = Path.of("src/test/java", getClass().getPackageName().replace('.', '/'));
        List<String> compiled;
        try (Stream<Path> files = Files.list(folder)) {
            compiled = files.flatMap(file -> found(MARKED, file)).toList();
        }
        List<String> shown = pages.stream()
                .flatMap(page -> found(SNIPPET, Path.of(page)))
                .distinct()
                .toList();

        assertThat(shown).containsExactlyInAnyOrderElementsOf(compiled);
    }

    private static Stream<String> found(Pattern pattern, Path file) {
        try {
            return pattern
                    .matcher(Files.readString(file))
                    .results()
                    .map((MatchResult found) -> found.group(1).stripTrailing().stripIndent())
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
