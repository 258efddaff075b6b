package io.pushcast.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
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
            "io.pushcast.outbox.jdbc.*",
            "io.pushcast.pusher.*",
            "io.pushcast.webhook.*",
            "java.math.BigDecimal",
            "java.sql.Connection",
            "java.sql.PreparedStatement",
            "java.time.Duration",
            "java.util.List",
            "java.util.Map",
            "java.util.Optional",
            "javax.sql.DataSource");

    @Test
    void itsJavaCompilesFromTopToBottom(@TempDir Path classes) throws Exception {
        List<String> snippets = Readme.blocks("java");
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(3);

        assertThat(errorsOf(program(snippets), classes)).isEmpty();
    }

    @Test
    void whatIsSaidOfTheOutboxCompiles(@TempDir Path classes) throws Exception {
        List<String> snippets = new ArrayList<>();
        snippets.add("HikariDataSource dataSource = null; JdbcOutboxStore store = null; Outbox outbox = null;"
                + " Pushcast pushcast = null; BigDecimal total = null;"
                + " record OrderPlaced(String orderId, String customerId, BigDecimal total) {}\n");
        snippets.addAll(Readme.blocksAboutTheOutbox("java"));
        assertThat(snippets).hasSizeGreaterThan(2);

        assertThat(errorsOf(program(snippets), classes)).isEmpty();
    }

    @Test
    void aMistakeInItWouldShow(@TempDir Path classes) {
        assertThat(errorsOf(program(List.of("Pushcast pushcast = Pushcast.builder().aap(null).build();")), classes))
                .contains("cannot find symbol");
    }

    @Test
    void oneCommandTriesItAndOneTestsIt() throws Exception {
        assertThat(Readme.blocksBelow("Try it", "sh"))
                .containsExactly("mvn -q -pl examples/quickstart -am -DskipTests -Ptry-it package\n");
        assertThat(Readme.blocksBelow("Test it", "sh")).containsExactly("mvn verify\n");
    }

    private static String program(List<String> snippets) {
        StringBuilder program = new StringBuilder();
        IMPORTS.forEach(name -> program.append("import ").append(name).append(";\n"));
        program.append("class Snippets {\n static void run() throws Exception {\n");
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
