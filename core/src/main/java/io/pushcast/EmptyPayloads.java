package io.pushcast;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonWriteException;
import io.pushcast.mapping.EventMappings;
import java.util.List;
import java.util.Set;

/** Objects that are written as {@code {}}: right for a type without properties, a mistake for one that has some. */
final class EmptyPayloads {

    private final ClassValue<String> problems;

    EmptyPayloads(JsonCodec json) {
        this.problems = new ClassValue<>() {
            @Override
            protected String computeValue(Class<?> type) {
                return problem(type, json);
            }
        };
    }

    /** @throws JsonWriteException if the JSON library sees none of the properties that its class has */
    void check(Object payload) {
        String problem = problems.get(payload.getClass());
        if (!problem.isEmpty()) {
            throw new JsonWriteException(payload, List.of(), problem, null);
        }
    }

    /** Empty if there is none: it may have properties that are left out only now and then, as those that are null. */
    private static String problem(Class<?> type, JsonCodec json) {
        boolean seesNone = json.writtenProperties(type).map(Set::isEmpty).orElse(false);
        Set<String> properties = seesNone ? EventMappings.ownProperties(type) : Set.of();
        return properties.isEmpty()
                ? ""
                : "it would be {}, since Jackson sees none of its properties " + String.join(", ", properties)
                        + ": it looks for getters such as get"
                        + capitalised(properties.iterator().next())
                        + "(), record components, public fields and @JsonProperty. Annotate them, or publish Map.of() if"
                        + " nothing is to be sent";
    }

    private static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
