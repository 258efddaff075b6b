package io.pushcast.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodestartTest {

    private static final Path SOURCES = Path.of("../runtime/src/main/codestarts/quarkus/pushcast-codestart/java");

    @Test
    void compiles(@TempDir Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES);
                StandardJavaFileManager manager =
                        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();

            assertThat(sources).hasSize(3);
            assertThat(TestCompiler.errorsOf(manager.getJavaFileObjectsFromPaths(sources), classes))
                    .isEmpty();
        }
    }
}
