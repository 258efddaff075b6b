package io.pushcast.classpath;

import java.util.List;

/**
 * A library on the class path is missing, or its version can't work with Pushcast. The message names each such library with the
 * version that was found, the version that is needed, and the BOMs that may have forced the one that was found.
 */
public final class UnsupportedLibraryException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    UnsupportedLibraryException(List<String> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(List<String> problems) {
        return "Pushcast can't work with the libraries on the class path:\n  - " + String.join("\n  - ", problems)
                + "\nA BOM in your build probably forces these versions. Put the needed version, or a later BOM of the library,"
                + " into your own dependencyManagement, before that BOM. In a Maven build, 'mvn dependency:tree' shows what is"
                + " used.";
    }

    /** One sentence about each library. */
    public List<String> problems() {
        return problems;
    }
}
