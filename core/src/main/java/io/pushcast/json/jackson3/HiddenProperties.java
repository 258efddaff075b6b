package io.pushcast.json.jackson3;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** Has Jackson ignore properties of types, as if they were annotated so, also where they are inherited. */
final class HiddenProperties extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    // Read only after a mapper was deserialised, which ours never are.
    @SuppressWarnings("serial")
    private final Map<Class<?>, String> hidden;

    private HiddenProperties(Map<Class<?>, String> hidden) {
        this.hidden = hidden;
    }

    /** A mapper that ignores them; null if a copy would lose what a subclass of Jackson's mapper does. */
    static @Nullable ObjectMapper copy(ObjectMapper mapper, Map<Class<?>, String> hidden) {
        if (mapper.getClass() != JsonMapper.class && mapper.getClass() != ObjectMapper.class) {
            return null;
        }
        AnnotationIntrospector own = mapper.serializationConfig().getAnnotationIntrospector();
        MapperBuilder<?, ?> copy = mapper.rebuild();
        copy.annotationIntrospector(AnnotationIntrospector.pair(new HiddenProperties(hidden), own));
        return copy.build();
    }

    @Override
    public boolean hasIgnoreMarker(MapperConfig<?> config, AnnotatedMember member) {
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
