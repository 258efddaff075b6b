package io.pushcast.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final List<String> IMPORTS = List.of(
            "io.pushcast.auth.*",
            "io.pushcast.mapping.*",
            "io.pushcast.webhook.*",
            "io.quarkus.security.identity.SecurityIdentity",
            "jakarta.enterprise.context.ApplicationScoped",
            "jakarta.enterprise.event.Event",
            "jakarta.enterprise.event.Observes",
            "jakarta.inject.Inject",
            "jakarta.transaction.Transactional",
            "java.math.BigDecimal",
            "java.security.Principal");

    @Test
    void itsJavaCompiles(@TempDir Path classes) throws Exception {
        List<String> snippets = JAVA.matcher(Files.readString(Path.of("../README.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```java\n".length(), block.length() - 3))
                .toList();

        assertThat(snippets).hasSize(4);
        assertThat(errorsOf(program(snippets), classes)).isEmpty();
    }

    private static String program(List<String> snippets) {
        StringBuilder program = new StringBuilder();
        IMPORTS.forEach(name -> program.append("import ").append(name).append(";\n"));
        snippets.forEach(program::append);
        return program.toString();
    }

    private static String errorsOf(String program, Path classes) {
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Snippets.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return program;
                    }
                };
        StringWriter errors = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-proc:none", "-classpath", System.getProperty("java.class.path"));
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(errors, null, null, options, null, List.of(source))
                .call();
        return compiled ? "" : errors.toString();
    }
}
