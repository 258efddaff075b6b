package io.pushcast.quarkus;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.pushcast.quarkus.runtime.PushcastConfig;
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

    private static final String ROOT = "io.pushcast.quarkus";

    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            room("", "core", "core.message", "core.subscribe", "mutiny"),
            room(
                    "runtime",
                    "core.auth",
                    "core.delivery",
                    "core.encryption",
                    "core.json",
                    "core.message",
                    "core.outbox",
                    "core.outbox.store",
                    "core.pusher",
                    "core.resilience",
                    "core.settings",
                    "core.webhook",
                    "config"),
            room("runtime.web", "runtime", "core.auth", "core.message", "vertx"),
            room(
                    "runtime.auth",
                    "runtime",
                    "runtime.web",
                    "core.auth",
                    "core.encryption",
                    "core.json",
                    "core.message",
                    "core.pusher",
                    "vertx",
                    "mutiny",
                    "security",
                    "config"),
            room(
                    "runtime.webhook",
                    "runtime",
                    "runtime.web",
                    "core.encryption",
                    "core.json",
                    "core.pusher",
                    "core.webhook",
                    "vertx"),
            room(
                    "runtime.subscribe",
                    "",
                    "runtime",
                    "core.encryption",
                    "core.json",
                    "core.pusher",
                    "core.subscribe",
                    "config"),
            room("runtime.transaction", "core.transaction", "transactions"),
            room(
                    "runtime.transport",
                    "runtime",
                    "core.pusher",
                    "core.transport",
                    "registries",
                    "official-client",
                    "config"),
            room(
                    "runtime.event",
                    "runtime.transaction",
                    "runtime.transport",
                    "core.transaction",
                    "",
                    "runtime",
                    "runtime.web",
                    "core",
                    "core.delivery",
                    "core.encryption",
                    "core.json",
                    "core.json.jackson2",
                    "core.mapping",
                    "core.message",
                    "core.outbox",
                    "core.outbox.store",
                    "core.pusher",
                    "core.resilience",
                    "core.transport",
                    "config",
                    "jackson",
                    "transactions"),
            room(
                    "runtime.outbox",
                    "core.transaction",
                    "",
                    "runtime",
                    "runtime.transaction",
                    "core.outbox",
                    "core.outbox.store",
                    "core.outbox.jdbc",
                    "transactions",
                    "agroal"),
            room(
                    "runtime.health",
                    "runtime",
                    "core",
                    "core.health",
                    "core.message",
                    "core.outbox",
                    "core.subscribe",
                    "health"),
            room(
                    "runtime.observation",
                    "",
                    "runtime",
                    "core",
                    "core.message",
                    "core.metrics",
                    "core.outbox",
                    "core.outbox.store",
                    "core.subscribe",
                    "micrometer",
                    "opentelemetry"),
            room(
                    "runtime.devui",
                    "core",
                    "core.message",
                    "core.outbox",
                    "core.outbox.store",
                    "core.pusher",
                    "jackson",
                    "mutiny"));

    private static final Map<String, List<String>> LIBRARIES = Map.ofEntries(
            Map.entry("mutiny", List.of("io.smallrye.mutiny")),
            Map.entry("config", List.of("io.smallrye.config", "org.eclipse.microprofile.config")),
            Map.entry("vertx", List.of("io.vertx", "io.quarkus.vertx", "io.netty.channel")),
            Map.entry("security", List.of("io.quarkus.security", "io.quarkus.virtual.threads")),
            Map.entry("jackson", List.of("com.fasterxml.jackson")),
            Map.entry("transactions", List.of("jakarta.transaction")),
            Map.entry("registries", List.of("io.quarkus.tls", "io.quarkus.proxy")),
            Map.entry("official-client", List.of("com.pusher.rest")),
            Map.entry("agroal", List.of("io.agroal")),
            Map.entry("health", List.of("io.smallrye.health", "org.eclipse.microprofile.health")),
            Map.entry("micrometer", List.of("io.micrometer")),
            Map.entry("opentelemetry", List.of("io.opentelemetry")));

    private static final List<String> EVERYWHERE = List.of(
            "java",
            "javax",
            "org.jspecify",
            "org.slf4j",
            "io.quarkus.arc",
            "io.quarkus.runtime",
            "io.smallrye.common",
            "jakarta.annotation",
            "jakarta.enterprise",
            "jakarta.inject",
            "jakarta.interceptor");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(
                    PushcastConfig.class.getProtectionDomain().getCodeSource().getLocation());

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
