package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/spring-boot-configuration.md} says what the metadata says. To write it anew:
 * {@code mvn -pl spring-boot-starter test -Dtest=ConfigurationReferenceTest -Dpushcast.write-reference=true}
 */
class ConfigurationReferenceTest {

    private static final Path REFERENCE = Path.of("../docs/spring-boot-configuration.md");
    private static final Pattern PACKAGE = Pattern.compile("[a-z0-9]+\\.(?=[a-zA-Z])");

    @Test
    void saysWhatTheMetadataSays() throws IOException {
        String reference = reference();
        if (Boolean.getBoolean("pushcast.write-reference")) {
            Files.writeString(REFERENCE, reference);
        }
        assertThat(Files.readString(REFERENCE)).isEqualTo(reference);
    }

    private static String reference() throws IOException {
        List<JsonNode> properties = new ArrayList<>();
        metadata().get("properties").forEach(properties::add);
        return """
                # The properties of Pushcast for Spring Boot

                Generated from the metadata that editors show; `ConfigurationReferenceTest` keeps it up to date.

                | property | type | default | |
                |---|---|---|---|
                """
                + properties.stream()
                        .filter(property -> property.get("name").asString().startsWith("pushcast."))
                        .sorted(Comparator.comparing(
                                property -> property.get("name").asString()))
                        .map(ConfigurationReferenceTest::row)
                        .collect(Collectors.joining());
    }

    private static String row(JsonNode property) {
        JsonNode given = property.path("defaultValue");
        List<String> values = new ArrayList<>();
        (given.isArray() ? given : List.<JsonNode>of(given)).forEach(value -> values.add(value.asString("")));
        String byDefault = String.join(",", values);
        String shown = byDefault.isEmpty() ? "" : "`" + byDefault + "`";
        return "| `%s` | `%s` | %s | %s |%n"
                .formatted(
                        property.get("name").asString(),
                        PACKAGE.matcher(property.get("type").asString())
                                .replaceAll("")
                                .replace('$', '.'),
                        shown,
                        property.path("description").asString(""))
                .replace(System.lineSeparator(), "\n");
    }

    private static JsonNode metadata() throws IOException {
        // Many jars have a file of that name.
        URL classes =
                PushcastProperties.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream file = new URL(classes, "META-INF/spring-configuration-metadata.json").openStream()) {
            return JsonMapper.shared().readTree(file);
        }
    }
}
