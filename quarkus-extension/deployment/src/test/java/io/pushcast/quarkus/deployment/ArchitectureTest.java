package io.pushcast.quarkus.deployment;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * What each package may use: packages of this module, packages of core ({@code core.…}), and libraries beyond those that are
 * used everywhere. A package that is not in the table, or a library that is not beside it, fails.
 */
class ArchitectureTest {

    private static final String ROOT = "io.pushcast.quarkus.deployment";

    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            room(
                    "",
                    "core.pusher",
                    "core.testing",
                    "core.quarkus.runtime.health",
                    "core.quarkus.runtime.observation",
                    "health"),
            room(
                    "event",
                    "core",
                    "core.pusher",
                    "core.mapping",
                    "core.message",
                    "core.quarkus.runtime.event",
                    "core.quarkus.runtime.transport",
                    "core.quarkus.runtime.web"),
            room(
                    "auth",
                    "",
                    "core.auth",
                    "core.message",
                    "core.quarkus.runtime.auth",
                    "core.quarkus.runtime.web",
                    "vertx",
                    "security",
                    "mutiny"),
            room("webhook", "", "core.webhook", "core.quarkus.runtime.web", "core.quarkus.runtime.webhook", "vertx"),
            room(
                    "outbox",
                    "",
                    "core.outbox",
                    "core.outbox.store",
                    "core.quarkus.runtime",
                    "core.quarkus.runtime.outbox",
                    "datasources",
                    "transactions"),
            room(
                    "subscribe",
                    "",
                    "core.subscribe",
                    "core.quarkus.runtime.health",
                    "core.quarkus.runtime.observation",
                    "core.quarkus.runtime.subscribe",
                    "health"),
            room("devui", "", "auth", "event", "core.auth", "core.quarkus.runtime.devui", "dev-ui"));

    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry("health", List.of("io.quarkus.smallrye.health")),
            Map.entry("vertx", List.of("io.quarkus.vertx", "io.vertx")),
            Map.entry("security", List.of("io.quarkus.security")),
            Map.entry("mutiny", List.of("io.smallrye.mutiny")),
            Map.entry("datasources", List.of("io.quarkus.agroal", "io.quarkus.datasource")),
            Map.entry("transactions", List.of("jakarta.transaction")),
            Map.entry("dev-ui", List.of("io.quarkus.devui")));

    private static final List<String> EVERYWHERE = List.of(
            "java",
            "javax",
            "org.jspecify",
            "org.jboss.jandex",
            "org.jboss.logging",
            "io.quarkus.arc",
            "io.quarkus.builder",
            "io.quarkus.deployment",
            "io.quarkus.gizmo2",
            "io.quarkus.runtime",
            "io.quarkus.maven",
            "io.quarkus.bootstrap",
            "io.smallrye.common",
            "io.quarkus.paths",
            "io.smallrye.config",
            "jakarta.enterprise",
            "jakarta.inject",
            "jakarta.interceptor",
            "org.eclipse.microprofile");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(PushcastBuildTimeConfig.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation());

    private static Map.Entry<String, Set<String>> room(String name, String... uses) {
        return Map.entry(fullName(name), Set.of(uses));
    }

    private static String fullName(String room) {
        if (room.startsWith("core")) {
            return "io.pushcast" + room.substring("core".length());
        }
        return room.isEmpty() ? ROOT : ROOT + "." + room;
    }

    @Test
    void everyPackageUsesOnlyWhatTheTableAllows() {
        Set<String> offences = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            assertThat(ALLOWED).as("the table of packages").containsKey(type.getPackageName());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String used = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (!isAllowed(type.getPackageName(), used)) {
                    offences.add(type.getName() + " uses " + used);
                }
            }
        }
        assertThat(offences).isEmpty();
    }

    private static boolean isAllowed(String user, String used) {
        if (used.isEmpty() || used.equals(user) || isWithinOne(used, EVERYWHERE)) {
            return true;
        }
        return ALLOWED.get(user).stream()
                .anyMatch(name -> LIBRARIES.containsKey(name)
                        ? isWithinOne(used, LIBRARIES.get(name))
                        : used.equals(fullName(name)));
    }

    private static boolean isWithinOne(String used, List<String> prefixes) {
        return prefixes.stream().anyMatch(prefix -> used.equals(prefix) || used.startsWith(prefix + "."));
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatMayBeNull() {
        Set<String> packages =
                CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages)
                .allSatisfy(name -> assertThat(CLASSES.getPackage(name).isAnnotatedWith(NullMarked.class))
                        .as("%s is @NullMarked", name)
                        .isTrue());
    }

    @Test
    void publicTypesAreListed() throws IOException {
        List<String> listed;
        try (InputStream list = ArchitectureTest.class.getResourceAsStream("/public-types.txt")) {
            listed = Arrays.asList(new String(list.readAllBytes(), StandardCharsets.UTF_8).split("\\n"));
        }
        List<String> found = CLASSES.stream()
                .filter(ArchitectureTest::isVisible)
                .map(JavaClass::getName)
                .sorted()
                .toList();
        assertThat(found)
                .as("public types; a new one belongs into public-types.txt, if it must be public")
                .isEqualTo(listed);
    }

    private static boolean isVisible(JavaClass type) {
        boolean ownVisibility = type.getModifiers().contains(JavaModifier.PUBLIC)
                || type.getModifiers().contains(JavaModifier.PROTECTED);
        return ownVisibility
                && !isGenerated(type)
                && !type.isAnonymousClass()
                && !type.getSimpleName().equals("package-info")
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    /** By the processor of Quarkus, for build steps. */
    private static boolean isGenerated(JavaClass type) {
        return type.getName().endsWith("$$accessor");
    }
}
