package io.pushcast.testing;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * AssertJ and JUnit are optional, so that each is seen by one package, which nothing else needs. The server's own rooms are
 * below it: they know nothing of how it is started, made to fail, or asked what it received.
 */
class ArchitectureTest {

    /** What of this module and which libraries each package may use, besides core, the JDK and JSpecify. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "io.pushcast.testing",
                    Set.of(
                            "io.pushcast.testing.protocol",
                            "io.pushcast.testing.api",
                            "io.netty",
                            "com.google.gson",
                            "org.slf4j"),
            "io.pushcast.testing.api", Set.of("io.pushcast.testing.protocol", "io.netty", "com.google.gson"),
            "io.pushcast.testing.protocol", Set.of("io.netty", "com.google.gson", "org.slf4j"),
            "io.pushcast.testing.assertj", Set.of("io.pushcast.testing", "org.assertj", "com.google.gson"),
            "io.pushcast.testing.junit", Set.of("io.pushcast.testing", "org.junit.jupiter.api"));

    private static final Set<String> EVERYWHERE = Set.of("java", "javax.crypto", "org.jspecify", "io.pushcast");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages("io.pushcast.testing");

    @Test
    void everyPackageUsesOnlyWhatTheTableAllows() {
        Set<String> offences = CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> !isAllowed(
                        dependency.getOriginClass().getPackageName(),
                        dependency.getTargetClass().getBaseComponentType().getPackageName()))
                .map(dependency -> dependency.getOriginClass().getName() + " uses "
                        + dependency.getTargetClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(offences).isEmpty();
    }

    private static boolean isAllowed(String user, String used) {
        assertThat(ALLOWED).as("the table of packages").containsKey(user);
        if (used.isEmpty() || used.equals(user) || ALLOWED.get(user).contains(used)) {
            return true;
        }
        if (isWithin(used, "io.pushcast.testing")) {
            return false;
        }
        return EVERYWHERE.stream().anyMatch(name -> isWithin(used, name))
                || ALLOWED.get(user).stream()
                        .filter(name -> !name.startsWith("io.pushcast"))
                        .anyMatch(name -> isWithin(used, name));
    }

    private static boolean isWithin(String used, String prefix) {
        return used.equals(prefix) || used.startsWith(prefix + ".");
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatMayBeNull() {
        assertThat(ALLOWED.keySet())
                .allSatisfy(name -> assertThat(CLASSES.getPackage(name).isAnnotatedWith(NullMarked.class))
                        .as("%s is @NullMarked", name)
                        .isTrue());
    }

    @Test
    void publicTypesAreListed() throws IOException {
        List<String> found = CLASSES.stream()
                .filter(ArchitectureTest::isVisible)
                .map(JavaClass::getName)
                .sorted()
                .toList();

        assertThat(found)
                .as("public types; a new one belongs into public-types.txt, if it must be public")
                .isEqualTo(Files.readAllLines(Path.of("src/test/resources/public-types.txt")));
    }

    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getSimpleName().equals("package-info")
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }
}
