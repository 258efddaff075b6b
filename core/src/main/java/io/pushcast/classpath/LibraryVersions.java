package io.pushcast.classpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks whether the libraries on the class path can work with Pushcast. A library that can is not looked at again. Safe for
 * use by several threads.
 */
public final class LibraryVersions {

    private static final Set<Library> SUPPORTED = ConcurrentHashMap.newKeySet();

    /** In a native image the classes are those that it was built with, and can't be found by their names. */
    private static final boolean NATIVE = System.getProperty("org.graalvm.nativeimage.imagecode") != null;

    private LibraryVersions() {}

    /**
     * Checks these libraries.
     *
     * @throws UnsupportedLibraryException if any of them is missing, or can't work; it names all that can't
     */
    public static void require(Library... libraries) {
        List<String> problems = problems(libraries);
        if (!problems.isEmpty()) {
            throw new UnsupportedLibraryException(problems);
        }
    }

    /**
     * Checks these libraries after another check, whose problems are told with theirs.
     *
     * @param before what that check threw
     */
    public static UnsupportedLibraryException with(UnsupportedLibraryException before, Library... libraries) {
        List<String> problems = problems(libraries);
        problems.addAll(before.problems());
        return new UnsupportedLibraryException(problems);
    }

    private static List<String> problems(Library... libraries) {
        List<String> problems = new ArrayList<>();
        for (Library library : libraries) {
            if (!NATIVE && !SUPPORTED.contains(library)) {
                List<String> found = library.problems();
                problems.addAll(found);
                if (found.isEmpty()) {
                    SUPPORTED.add(library);
                }
            }
        }
        return problems;
    }
}
