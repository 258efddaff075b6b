package io.pushcast.testing.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Holds the configuration references of Spring Boot and Quarkus against each other: the same thing has the same name, type and
 * default. What differs on purpose is listed here, with its reason. That the references say what the code says is tested beside
 * them.
 */
class ConfigurationParityTest {

    private static final Map<String, String> SPRING_ALONE = Map.of(
            "ssl.bundle", "Spring Boot's registry of certificates; Quarkus' is named by tls-configuration-name",
            "http.proxy.host", "Quarkus has a registry of proxies, of which proxy-configuration-name names one",
            "http.proxy.port", "as http.proxy.host",
            "http.proxy.username", "as http.proxy.host",
            "http.proxy.password", "as http.proxy.host",
            "events.verify", "Quarkus checks annotated types when the application is built, always",
            "events.packages", "Quarkus finds annotated types in its index, which covers the whole application",
            "embedded.enabled", "Quarkus has a word of its own for servers in development: devservices.enabled",
            "embedded.port", "Quarkus has a word of its own for servers in development: devservices.port",
            "modulith.enabled", "Quarkus has nothing like Spring Modulith");

    private static final Map<String, String> QUARKUS_ALONE = Map.of(
            "tls-configuration-name", "Quarkus' registry of certificates; Spring Boot's is named by ssl.bundle",
            "proxy-configuration-name", "Quarkus' registry of proxies; Spring Boot has http.proxy.* in its place",
            "devservices.enabled", "Quarkus' word for embedded.enabled",
            "devservices.port", "Quarkus' word for embedded.port",
            "health.enabled", "on Spring Boot, management.health.pushcast.enabled, as for all health indicators",
            "metrics.enabled", "on Spring Boot, management.metrics.enable.pushcast, as for all meters",
            "observation.enabled", "on Spring Boot, management.observations.enable.pushcast, as for all observations",
            "outbox.datasource",
                    "on Spring Boot, the bean is marked by @OutboxDataSource: data sources need not have names");

    private static final Map<String, String> OTHER_DEFAULTS = Map.of(
            "webhook.enabled",
            "Quarkus knows at build time whether anything observes webhooks, and opens no endpoint for nobody");

    /** Quarkus' words for Spring's types. */
    private static final Map<String, String> TYPES = Map.of(
            "Boolean",
            "boolean",
            "Integer",
            "int",
            "Duration",
            "duration",
            "DataSize",
            "memory size",
            "String",
            "string");

    private final Map<String, Setting> spring =
            read("../docs/spring-boot-configuration.md", name -> name.substring("pushcast.".length()));
    private final Map<String, Setting> quarkus = read("../docs/quarkus-configuration.md", name -> name);

    private record Setting(String type, String defaultValue) {}

    @Test
    void theSameThingHasTheSameNameOnBoth() {
        TreeSet<String> alone = new TreeSet<>(spring.keySet());
        alone.removeAll(quarkus.keySet());
        assertThat(alone).as("only on Spring Boot").isEqualTo(new TreeSet<>(SPRING_ALONE.keySet()));
        alone = new TreeSet<>(quarkus.keySet());
        alone.removeAll(spring.keySet());
        assertThat(alone).as("only on Quarkus").isEqualTo(new TreeSet<>(QUARKUS_ALONE.keySet()));
    }

    @Test
    void theSameThingHasTheSameDefaultOnBoth() {
        List<String> different = new ArrayList<>();
        common((name, onSpring, onQuarkus) -> {
            String expected = normalised(onSpring.defaultValue());
            // Spring's metadata has no words for a default that depends on something else.
            if (!expected.isEmpty() && !expected.equals(normalised(onQuarkus.defaultValue()))) {
                different.add(name);
            }
        });
        assertThat(different).containsExactlyInAnyOrderElementsOf(OTHER_DEFAULTS.keySet());
    }

    @Test
    void theSameThingHasTheSameTypeOnBoth() {
        common((name, onSpring, onQuarkus) -> {
            String expected = TYPES.get(onSpring.type());
            if (expected != null) {
                assertThat(onQuarkus.type()).as(name).isEqualTo(expected);
            }
        });
    }

    private void common(Comparison comparison) {
        spring.forEach((name, onSpring) -> {
            Setting onQuarkus = quarkus.get(name);
            if (onQuarkus != null) {
                comparison.compare(name, onSpring, onQuarkus);
            }
        });
        assertThat(spring).hasSizeGreaterThan(40);
    }

    private static String normalised(String defaultValue) {
        return defaultValue
                .replaceAll("[`\\[\\] ]", "")
                .toLowerCase(Locale.ROOT)
                .replaceFirst("(?<=\\d)mb$", "m");
    }

    /** The rows of a table whose first cell is a name in code font. Those of apps with names are all one. */
    private static Map<String, Setting> read(String file, UnaryOperator<String> nameOf) {
        Map<String, Setting> settings = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                String[] cells = line.split("\\|", -1);
                if (cells.length > 4 && cells[1].strip().matches("`[a-z\"*.-]+`")) {
                    String name = nameOf.apply(cells[1].strip().replace("`", ""));
                    String common = name.startsWith("apps") ? "apps" : name;
                    settings.put(common, new Setting(cells[2].strip().replace("`", ""), cells[3].strip()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    private interface Comparison {

        void compare(String name, Setting onSpring, Setting onQuarkus);
    }
}
