package io.pushcast.spring;

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

    private static final String ROOT = "io.pushcast.spring";

    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            room(
                    "",
                    "core",
                    "core.auth",
                    "core.delivery",
                    "core.encryption",
                    "core.json",
                    "core.json.jackson3",
                    "core.json.jackson2",
                    "core.mapping",
                    "core.message",
                    "core.outbox",
                    "core.outbox.store",
                    "core.pusher",
                    "core.resilience",
                    "core.settings",
                    "core.transport",
                    "core.testing",
                    "official-client",
                    "reactor",
                    "jackson"),
            room("web", "", "core", "core.message", "servlet", "spring-web", "reactor", "context-propagation"),
            room("security", "servlet", "spring-web", "reactor", "spring-security"),
            room(
                    "auth",
                    "",
                    "web",
                    "security",
                    "core.auth",
                    "core.encryption",
                    "core.json",
                    "core.message",
                    "core.pusher",
                    "servlet",
                    "spring-web",
                    "reactor",
                    "spring-security"),
            room(
                    "webhook",
                    "",
                    "web",
                    "security",
                    "core.webhook",
                    "core.encryption",
                    "core.json",
                    "core.pusher",
                    "servlet",
                    "spring-web",
                    "reactor"),
            room("transaction", "core.transaction", "transactions"),
            room(
                    "event",
                    "transaction",
                    "core.transaction",
                    "",
                    "web",
                    "core",
                    "core.delivery",
                    "core.mapping",
                    "core.message",
                    "core.outbox",
                    "core.outbox.store",
                    "transactions",
                    "reactor"),
            room(
                    "outbox",
                    "",
                    "transaction",
                    "core.transaction",
                    "core.outbox",
                    "core.outbox.store",
                    "core.outbox.jdbc",
                    "transactions",
                    "jdbc"),
            room("observation", "", "outbox", "core", "core.message", "core.outbox", "core.outbox.store", "micrometer"),
            room(
                    "actuate",
                    "",
                    "event",
                    "outbox",
                    "core",
                    "core.health",
                    "core.mapping",
                    "core.message",
                    "core.metrics",
                    "core.outbox",
                    "core.outbox.store",
                    "core.subscribe",
                    "micrometer"),
            room("subscribe", "", "core.encryption", "core.json", "core.pusher", "core.subscribe"),
            room("aot"),
            room("testcontainers", "", "core.pusher", "testcontainers"),
            room("modulith", "", "event", "core", "core.mapping", "core.message", "modulith"),
            room(
                    "test",
                    "",
                    "event",
                    "core",
                    "core.encryption",
                    "core.json",
                    "core.mapping",
                    "core.message",
                    "core.testing",
                    "core.transport",
                    "transactions",
                    "spring-test"));

    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry("reactor", List.of("reactor")),
            Map.entry("jackson", List.of("tools.jackson", "com.fasterxml.jackson")),
            Map.entry("servlet", List.of("jakarta.servlet")),
            Map.entry("spring-web", List.of("org.springframework.web", "org.springframework.http")),
            Map.entry("context-propagation", List.of("io.micrometer.context")),
            Map.entry("spring-security", List.of("org.springframework.security")),
            Map.entry("transactions", List.of("org.springframework.transaction", "jakarta.transaction")),
            Map.entry("official-client", List.of("com.pusher.rest")),
            Map.entry("jdbc", List.of("org.springframework.jdbc")),
            Map.entry("micrometer", List.of("io.micrometer")),
            Map.entry("modulith", List.of("org.springframework.modulith")),
            Map.entry("spring-test", List.of("org.springframework.test")),
            Map.entry("testcontainers", List.of("org.testcontainers")));

    private static final List<String> EVERYWHERE = List.of(
            "java",
            "javax",
            "org.jspecify",
            "org.slf4j",
            "org.apache.commons.logging",
            "org.springframework.aop",
            "org.springframework.aot",
            "org.springframework.beans",
            "org.springframework.boot",
            "org.springframework.context",
            "org.springframework.core",
            "org.springframework.expression",
            "org.springframework.stereotype",
            "org.springframework.util");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(PushcastProperties.class
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
                && !type.isAnonymousClass()
                && !type.getSimpleName().equals("package-info")
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }
}
