package io.pushcast.quarkus.runtime.event;

import java.util.List;

/**
 * The types that say where their events go, as they were found when the application was built. Each is observed, so an
 * event that has several of them is seen several times; only one of these times counts.
 */
public final class PublishedTypes {

    private final ClassValue<Class<?>> first;

    PublishedTypes(List<Class<?>> types) {
        List<Class<?>> known = List.copyOf(types);
        this.first = new ClassValue<>() {
            @Override
            protected Class<?> computeValue(Class<?> type) {
                return known.stream()
                        .filter(each -> each.isAssignableFrom(type))
                        .findFirst()
                        .orElse(type);
            }
        };
    }

    /** Whether it is this observed type that publishes events of a class. */
    boolean publishes(Class<?> observed, Class<?> eventClass) {
        return first.get(eventClass) == observed;
    }
}
