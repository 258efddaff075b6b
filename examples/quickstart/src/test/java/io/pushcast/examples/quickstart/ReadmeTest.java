package io.pushcast.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {

    private static final List<String> IMPORTS = List.of(
            "com.zaxxer.hikari.HikariDataSource",
            "io.micrometer.core.instrument.MeterRegistry",
            "io.micrometer.core.instrument.simple.SimpleMeterRegistry",
            "io.pushcast.*",
            "io.pushcast.auth.*",
            "io.pushcast.delivery.*",
            "io.pushcast.encryption.*",
            "io.pushcast.json.*",
            "io.pushcast.mapping.*",
            "io.pushcast.message.*",
            "io.pushcast.metrics.*",
            "io.pushcast.outbox.*",
            "io.pushcast.outbox.store.*",
            "io.pushcast.outbox.jdbc.*",
            "io.pushcast.pusher.*",
            "io.pushcast.subscribe.*",
            "io.pushcast.webhook.*",
            "java.math.BigDecimal",
            "java.net.URI",
            "java.sql.Connection",
            "java.sql.PreparedStatement",
            "java.time.Duration",
            "java.util.List",
            "java.util.Map",
            "java.util.Optional",
            "java.util.concurrent.CompletableFuture",
            "javax.sql.DataSource");

    /** What the pages take for granted, since the README or the page before has it. A snippet's own variables hide these. */
    private static final String GIVEN = """
            static PusherApp app;
            static Pushcast pushcast;
            static EncryptionKeys keys;
            static HikariDataSource dataSource;
            static JdbcOutboxStore store;
            static Outbox outbox;
            static BigDecimal total;
            static long id;
            static long otherId;
            record OrderPlaced(String orderId, String customerId, BigDecimal total) {}
            """;

    @Test
    void itsJavaCompilesFromTopToBottom(@TempDir Path classes) throws Exception {
        List<String> snippets = Readme.blocks("java");
        assertThat(snippets).isNotEmpty();

        assertThat(errorsOf(program("", snippets), classes)).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> theJavaOfEachPageCompilesFromTopToBottom(@TempDir Path classes) throws Exception {
        Map<String, List<String>> pages = Readme.blocksOfPages("java");
        assertThat(pages).containsKey("outbox.md");
        assertThat(pages.get("outbox.md")).hasSizeGreaterThan(2);
        assertThat(pages.values().stream().flatMap(List::stream)).hasSizeGreaterThanOrEqualTo(10);

        return pages.entrySet().stream()
                .map(page -> DynamicTest.dynamicTest(
                        page.getKey(),
                        () -> assertThat(errorsOf(program(GIVEN, page.getValue()), classes))
                                .isEmpty()));
    }

    @Test
    void aMistakeInItWouldShow(@TempDir Path classes) {
        assertThat(errorsOf(program("", List.of("Pushcast pushcast = Pushcast.builder().aap(null).build();")), classes))
                .contains("cannot find symbol");
    }

    @Test
    void oneCommandTriesItAndOneTestsIt() throws Exception {
        assertThat(Readme.blocksBelow("Try it", "sh"))
                .containsExactly("mvn -q -pl examples/quickstart -am -DskipTests -Ptry-it package\n");
        assertThat(Readme.blocksBelow("Test it", "sh")).containsExactly("mvn verify\n");
    }

    private static String program(String given, List<String> snippets) {
        StringBuilder program = new StringBuilder();
        IMPORTS.forEach(name -> program.append("import ").append(name).append(";\n"));
        program.append("class Snippets {\n").append(given).append(" static void run() throws Exception {\n");
        snippets.forEach(program::append);
        return program.append(" }\n}\n").toString();
    }

    private static String errorsOf(String program, Path classes) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
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
        boolean compiled = compiler.getTask(errors, null, null, options, null, List.of(source))
                .call();
        return compiled ? "" : errors.toString();
    }
}
