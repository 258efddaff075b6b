package io.pushcast.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final List<String> IMPORTS = List.of(
            "io.pushcast.Pushcast",
            "io.pushcast.auth.*",
            "io.pushcast.mapping.*",
            "io.pushcast.webhook.*",
            "io.pushcast.quarkus.test.*",
            "io.pushcast.testing.*",
            "static io.pushcast.testing.assertj.PushcastAssertions.*",
            "io.quarkus.security.identity.SecurityIdentity",
            "io.quarkus.test.common.WithTestResource",
            "io.quarkus.test.junit.*",
            "jakarta.enterprise.context.ApplicationScoped",
            "jakarta.enterprise.event.Event",
            "jakarta.enterprise.event.Observes",
            "jakarta.inject.Inject",
            "jakarta.transaction.Transactional",
            "java.math.BigDecimal",
            "java.security.Principal",
            "org.junit.jupiter.api.Test");

    @Test
    void itsJavaCompiles(@TempDir Path classes) throws Exception {
        compiles(Path.of("../README.md"), 1, classes);
    }

    @Test
    void theJavaOfThePageAboutQuarkusCompiles(@TempDir Path classes) throws Exception {
        compiles(Path.of("../../docs/quarkus.md"), 6, classes);
    }

    private static void compiles(Path page, int blocks, Path classes) throws Exception {
        List<String> snippets = JAVA.matcher(Files.readString(page))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```java\n".length(), block.length() - 3))
                .toList();

        assertThat(snippets).hasSize(blocks);
        assertThat(TestCompiler.errorsOf(List.of(new SourceInMemory(program(snippets))), classes))
                .isEmpty();
    }

    private static String program(List<String> snippets) {
        StringBuilder program = new StringBuilder();
        IMPORTS.forEach(name -> program.append("import ").append(name).append(";\n"));
        snippets.forEach(program::append);
        return program.toString();
    }
}
