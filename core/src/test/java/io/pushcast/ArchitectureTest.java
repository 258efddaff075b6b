package io.pushcast;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What each package may use. A package that is not in the table, or a library that is not beside it, fails. */
class ArchitectureTest {

    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            room(
                    "io.pushcast",
                    "classpath",
                    "text",
                    "message",
                    "mapping",
                    "json",
                    "outbox",
                    "encryption",
                    "channels",
                    "delivery",
                    "resilience",
                    "transport",
                    "pusher",
                    "slf4j"),
            room("message", "text"),
            room("mapping", "text", "message"),
            room("json", "text"),
            room("classpath"),
            room("json.jackson2", "classpath", "text", "json", "jackson2"),
            room("json.jackson3", "classpath", "text", "json", "jackson3"),
            room("transport", "text", "message"),
            room("resilience", "text", "message", "transport", "resilience4j", "slf4j"),
            room("delivery", "text", "message", "pace", "transaction", "transport", "resilience", "slf4j"),
            room("text"),
            room("pace", "message"),
            room("crypto", "http", "nacl"),
            room("settings", "text", "message", "pusher"),
            room("http", "text", "netty", "slf4j"),
            room(
                    "pusher",
                    "classpath",
                    "text",
                    "crypto",
                    "message",
                    "transport",
                    "http",
                    "pusher-client",
                    "gson",
                    "slf4j"),
            room("transaction", "text", "message", "slf4j"),
            room("outbox", "text", "message", "pace", "outbox.store", "transaction", "slf4j"),
            room("outbox.store", "text", "message", "transaction"),
            room("outbox.jdbc", "text", "outbox.store", "transaction", "postgresql", "slf4j"),
            room("health", "text", "message", "outbox", "outbox.store", "subscribe", "slf4j"),
            room(
                    "metrics",
                    "classpath",
                    "text",
                    "message",
                    "outbox",
                    "outbox.store",
                    "subscribe",
                    "micrometer",
                    "slf4j"),
            room("encryption", "text", "crypto", "message", "gson"),
            room("auth", "text", "crypto", "message", "json", "encryption", "pusher", "slf4j"),
            room("channels", "text", "message", "json", "pusher"),
            room("subscribe", "text", "message", "mapping", "json", "encryption", "auth", "pusher", "http", "slf4j"),
            room("webhook", "text", "crypto", "message", "json", "encryption", "auth", "pusher", "slf4j"));

    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "slf4j", List.of("org.slf4j"),
            "resilience4j", List.of("io.github.resilience4j"),
            "pusher-client", List.of("com.pusher"),
            "netty", List.of("io.netty"),
            "nacl", List.of("com.pusher.rest.crypto.nacl"),
            "micrometer", List.of("io.micrometer"),
            "gson", List.of("com.google.gson"),
            "postgresql", List.of("org.postgresql"),
            "jackson2", List.of("com.fasterxml.jackson"),
            "jackson3", List.of("tools.jackson", "com.fasterxml.jackson.annotation"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.pushcast");

    private static Map.Entry<String, Set<String>> room(String name, String... uses) {
        return Map.entry(fullName(name), Set.of(uses));
    }

    private static String fullName(String room) {
        return room.equals("io.pushcast") ? room : "io.pushcast." + room;
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
        if (used.isEmpty() || used.equals(user) || isEverywhere(used)) {
            return true;
        }
        return ALLOWED.get(user).stream()
                .anyMatch(name -> LIBRARIES.containsKey(name)
                        ? LIBRARIES.get(name).stream().anyMatch(prefix -> isWithin(used, prefix))
                        : used.equals(fullName(name)));
    }

    private static boolean isEverywhere(String used) {
        return isWithin(used, "java") || isWithin(used, "javax") || isWithin(used, "org.jspecify");
    }

    private static boolean isWithin(String used, String prefix) {
        return used.equals(prefix) || used.startsWith(prefix + ".");
    }

    /** Instances must agree on times although their clocks don't: only the database's and the monotonic one are asked. */
    @Test
    void theOutboxReadsNoWallClock() {
        noClasses()
                .that()
                .resideInAPackage("io.pushcast.outbox..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Date.class)
                .check(CLASSES);
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
            listed = Arrays.asList(new String(list.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
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
