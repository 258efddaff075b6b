package io.pushcast.quarkus.it;

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources against the class path of the tests. */
final class TestCompiler {

    private TestCompiler() {}

    /** What the compiler says; empty if they compile. */
    static String errorsOf(Iterable<? extends JavaFileObject> sources, Path classes) {
        StringWriter errors = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-proc:none", "-classpath", System.getProperty("java.class.path"));
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(errors, null, null, options, null, sources)
                .call();
        return compiled ? "" : errors.toString();
    }
}
