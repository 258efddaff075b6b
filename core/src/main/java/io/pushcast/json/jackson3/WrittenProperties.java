package io.pushcast.json.jackson3;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;

/** Which properties Jackson writes of a class. */
final class WrittenProperties extends JsonFormatVisitorWrapper.Base {

    private @Nullable Set<String> names;

    private WrittenProperties() {}

    /** Empty if objects of the class are not written as objects with properties. */
    static Optional<Set<String>> of(ObjectMapper mapper, Class<?> type) {
        WrittenProperties written = new WrittenProperties();
        try {
            mapper.acceptJsonFormatVisitor(type, written);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        return Optional.ofNullable(written.names);
    }

    @Override
    public JsonObjectFormatVisitor expectObjectFormat(JavaType type) {
        Set<String> found = new TreeSet<>();
        if (names == null) {
            names = found;
        }
        return new JsonObjectFormatVisitor.Base(getContext()) {
            @Override
            public void property(BeanProperty property) {
                found.add(property.getName());
            }

            @Override
            public void optionalProperty(BeanProperty property) {
                found.add(property.getName());
            }
        };
    }
}
