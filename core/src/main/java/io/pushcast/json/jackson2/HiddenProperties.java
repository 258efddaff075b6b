package io.pushcast.json.jackson2;

import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has Jackson ignore properties of types, as if they were annotated so, also where they are inherited. */
final class HiddenProperties extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    // Read only after a mapper was deserialised, which ours never are.
    @SuppressWarnings("serial")
    private final Map<Class<?>, String> hidden;

    private HiddenProperties(Map<Class<?>, String> hidden) {
        this.hidden = hidden;
    }

    /** A mapper that ignores them; null if a subclass of Jackson's mapper does not say how it is copied. */
    static @Nullable ObjectMapper copy(ObjectMapper mapper, Map<Class<?>, String> hidden) {
        ObjectMapper copy;
        try {
            copy = mapper.copy();
        } catch (IllegalStateException e) {
            return null;
        }
        AnnotationIntrospector own = copy.getSerializationConfig().getAnnotationIntrospector();
        return copy.setAnnotationIntrospectors(
                AnnotationIntrospector.pair(new HiddenProperties(hidden), own),
                copy.getDeserializationConfig().getAnnotationIntrospector());
    }

    @Override
    public boolean hasIgnoreMarker(AnnotatedMember member) {
        for (Map.Entry<Class<?>, String> each : hidden.entrySet()) {
            if (isOf(member, each.getKey(), each.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(AnnotatedMember member, Class<?> type, String property) {
        String name = member.getName();
        return type.isAssignableFrom(member.getDeclaringClass())
                && (name.equals(property)
                        || name.equals("get" + Character.toUpperCase(property.charAt(0)) + property.substring(1)));
    }
}
