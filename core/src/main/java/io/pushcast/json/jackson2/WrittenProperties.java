package io.pushcast.json.jackson2;

import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import com.fasterxml.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which properties Jackson writes of a class. */
final class WrittenProperties extends JsonFormatVisitorWrapper.Base {

    private @Nullable Set<String> names;

    private WrittenProperties() {}

    /** Empty if objects of the class are not written as objects with properties. */
    static Optional<Set<String>> of(ObjectMapper mapper, Class<?> type) {
        WrittenProperties written = new WrittenProperties();
        try {
            mapper.acceptJsonFormatVisitor(type, written);
        } catch (JsonMappingException e) {
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
        return new JsonObjectFormatVisitor.Base() {
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
