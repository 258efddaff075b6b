package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/quarkus-configuration.md} as the configuration's Javadoc has it. To write it anew, delete it and run this test. */
class ConfigurationReferenceTest {

    private static final Path REFERENCE = Path.of("../../docs/quarkus-configuration.md");
    private static final String FOLDER = "META-INF/quarkus-config-doc/";
    private static final Pattern LINK = Pattern.compile("\\{@(?:link|code) ([^}]*)}");

    @Test
    void isUpToDate() throws IOException {
        String expected = reference();
        if (Files.notExists(REFERENCE)) {
            Files.writeString(REFERENCE, expected);
        }

        assertThat(Files.readString(REFERENCE))
                .as("docs/quarkus-configuration.md; delete it and run this test to have it written anew")
                .isEqualTo(expected);
    }

    private static String reference() throws IOException {
        Map<String, String> descriptions = new TreeMap<>();
        for (JsonNode javadoc : documents("quarkus-config-javadoc.json")) {
            javadoc.get("elements")
                    .properties()
                    .forEach(element -> descriptions.put(
                            element.getKey(),
                            element.getValue().path("description").asText()));
        }
        Map<String, String> rows = new LinkedHashMap<>();
        for (JsonNode model : documents("quarkus-config-model.json")) {
            model.get("configRoots").forEach(root -> addRows(root.get("items"), descriptions, rows));
        }
        StringBuilder page = new StringBuilder("""
                # Configuration of Pushcast for Quarkus

                Made from the Javadoc of the configuration; *build* marks what is fixed when the application is built. Every
                property can be given as an environment variable too: `quarkus.pushcast.app-id` as `QUARKUS_PUSHCAST_APP_ID`.

                | `quarkus.pushcast.…` | type | default | |
                |---|---|---|---|
                """);
        rows.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, String> row) -> depth(row.getKey()))
                        .thenComparing(Map.Entry::getKey))
                .forEach(row -> page.append(row.getValue()));
        return page.toString();
    }

    private static int depth(String property) {
        return property.contains(".") ? 1 : 0;
    }

    private static void addRows(JsonNode items, Map<String, String> descriptions, Map<String, String> rows) {
        for (JsonNode item : items) {
            if (item.has("items")) {
                addRows(item.get("items"), descriptions, rows);
            } else {
                String name = item.at("/path/property").asText().substring("quarkus.pushcast.".length());
                String element = item.get("sourceType").asText() + "."
                        + item.get("sourceElementName").asText();
                rows.put(name, row(name, item, descriptions.getOrDefault(element, "")));
            }
        }
    }

    private static String row(String name, JsonNode item, String description) {
        assertThat(description).as("Javadoc of " + name).isNotEmpty();
        boolean build = item.get("phase").asText().startsWith("BUILD");
        JsonNode values = item.at("/enumAcceptedValues/values");
        String type = values.isObject()
                ? String.join(", ", names(values))
                : item.get("typeDescription").asText().toLowerCase(Locale.ROOT).replace("memorysize", "memory size");
        String value = item.path("defaultValue").asText("");
        return "| `" + name + "` | " + type + " | " + (type.equals("duration") ? value.toLowerCase(Locale.ROOT) : value)
                + " | " + (build ? "*build* " : "") + markdown(description) + " |\n";
    }

    private static List<String> names(JsonNode values) {
        List<String> names = new ArrayList<>();
        values.properties()
                .forEach(value -> names.add(value.getValue().path("configValue").asText(value.getKey())));
        return names;
    }

    private static String markdown(String javadoc) {
        Matcher links = LINK.matcher(javadoc.replaceAll("\\s+", " ").trim());
        return links.replaceAll(found -> Matcher.quoteReplacement("`" + found.group(1) + "`"))
                .replace("|", "\\|");
    }

    private static List<JsonNode> documents(String name) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        ClassLoader loader = ConfigurationReferenceTest.class.getClassLoader();
        for (URL url : Collections.list(loader.getResources(FOLDER + name))) {
            if (url.getPath().contains("pushcast") || url.getPath().contains("quarkus-extension")) {
                try (InputStream document = url.openStream()) {
                    documents.add(new ObjectMapper().readTree(document));
                }
            }
        }
        return documents;
    }
}
