package io.pushcast.mapping;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of the types that functions map counts for a class of events. */
final class MappedTypes {

    private MappedTypes() {}

    /**
     * The class itself or the nearest of its superclasses; of the interfaces that come in at one class, the most
     * special one. Null if none of all these is mapped.
     *
     * @throws MappingException if several such interfaces are
     */
    static @Nullable Class<?> nearest(Class<?> type, Set<Class<?>> mapped) {
        for (Class<?> each : TypeHierarchy.superclasses(type)) {
            if (mapped.contains(each)) {
                return each;
            }
            List<Class<?>> interfaces = mostSpecial(TypeHierarchy.interfaces(each).stream()
                    .filter(mapped::contains)
                    .toList());
            if (interfaces.size() > 1) {
                throw new MappingException(type.getTypeName() + " has several interfaces that are mapped, "
                        + interfaces.get(0).getTypeName() + " and "
                        + interfaces.get(1).getTypeName() + "; map the class itself to say what counts for it");
            }
            if (!interfaces.isEmpty()) {
                return interfaces.get(0);
            }
        }
        return null;
    }

    private static List<Class<?>> mostSpecial(List<Class<?>> types) {
        return types.stream()
                .filter(type -> types.stream().noneMatch(other -> other != type && type.isAssignableFrom(other)))
                .toList();
    }
}
