package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.spring.auth.PushcastAuthProperties;
import io.pushcast.spring.outbox.PushcastOutboxProperties;
import io.pushcast.spring.subscribe.PushcastSubscriberProperties;
import io.pushcast.spring.webhook.PushcastWebhookProperties;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigurationMetadataTest {

    @Test
    void describesEveryProperty() throws IOException {
        Map<String, String> described = new TreeMap<>();
        metadata()
                .get("properties")
                .forEach(property -> described.put(
                        property.get("name").asString(),
                        property.path("description").asString("")));

        described.keySet().removeIf(name -> !name.startsWith("pushcast."));
        assertThat(described)
                .containsOnlyKeys(Stream.of(
                                List.of("pushcast.modulith.enabled"),
                                names("pushcast", PushcastProperties.class),
                                names("pushcast.auth", PushcastAuthProperties.class),
                                names("pushcast.outbox", PushcastOutboxProperties.class),
                                names("pushcast.subscriber", PushcastSubscriberProperties.class),
                                names("pushcast.webhook", PushcastWebhookProperties.class))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
        assertThat(described.values())
                .allSatisfy(description -> assertThat(description).isNotBlank().endsWith("."));
    }

    @Test
    void namesDefaults() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        metadata()
                .get("properties")
                .forEach(
                        property -> defaults.put(property.get("name").asString(), text(property.path("defaultValue"))));

        assertThat(defaults)
                .containsEntry("pushcast.enabled", "true")
                .containsEntry("pushcast.tls", "true")
                .containsEntry("pushcast.auth.path", "/pusher/auth")
                .containsEntry("pushcast.delivery.delivery-timeout", "2m")
                .containsEntry("pushcast.delivery.buffer-size", "32MB")
                .containsEntry("pushcast.delivery.overflow-policy", "block")
                .containsEntry("pushcast.limits.max-payload-bytes", "10240");
    }

    private static String text(JsonNode value) {
        return value.isArray() ? value.path(0).asString("") : value.asString("");
    }

    private static List<String> names(String prefix, Class<?> properties) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : properties.getRecordComponents()) {
            String name = prefix + "." + kebab(component.getName());
            // A record from elsewhere is a value with a name, such as the server.
            if (component.getType().isRecord() && component.getType().isMemberClass()) {
                names.addAll(names(name, component.getType()));
            } else {
                names.add(name);
            }
        }
        return names;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
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
