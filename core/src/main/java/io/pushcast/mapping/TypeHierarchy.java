package io.pushcast.mapping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a class is, besides itself. */
final class TypeHierarchy {

    private TypeHierarchy() {}

    /** The class, its superclasses from the nearest on, then all interfaces, those of nearer classes first. */
    static Set<Class<?>> of(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>(superclasses(type));
        for (Class<?> each : superclasses(type)) {
            all.addAll(interfaces(each));
        }
        return all;
    }

    /** The class and its superclasses, from the nearest on. */
    static List<Class<?>> superclasses(Class<?> type) {
        List<Class<?>> classes = new ArrayList<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            classes.add(each);
        }
        return classes;
    }

    /** All interfaces that the class names and those that these extend, but not those of its superclasses. */
    static Set<Class<?>> interfaces(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        Deque<Class<?>> open = new ArrayDeque<>(List.of(type.getInterfaces()));
        while (!open.isEmpty()) {
            Class<?> next = open.remove();
            if (found.add(next)) {
                Collections.addAll(open, next.getInterfaces());
            }
        }
        return found;
    }
}
