package io.pushcast.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A class of events with the annotations that count for it: its own, and those of what it extends and implements. */
final class AnnotatedType {

    private final Class<?> type;
    private final Map<PublishTo, Class<?>> annotations;
    private volatile @Nullable List<RouteTemplate> compiled;

    private AnnotatedType(Class<?> type, Map<PublishTo, Class<?>> annotations) {
        this.type = type;
        this.annotations = annotations;
    }

    /** The type with its annotations, or null if it has none. */
    static @Nullable AnnotatedType of(Class<?> type) {
        Map<PublishTo, Class<?>> annotations = new LinkedHashMap<>();
        for (Class<?> each : TypeHierarchy.of(type)) {
            for (PublishTo annotation : each.getDeclaredAnnotationsByType(PublishTo.class)) {
                annotations.putIfAbsent(annotation, each);
            }
        }
        return annotations.isEmpty() ? null : new AnnotatedType(type, annotations);
    }

    List<PublishTo> annotations() {
        return List.copyOf(annotations.keySet());
    }

    /** @throws MappingException if something in an annotation is wrong */
    List<RouteTemplate> compiled() {
        List<RouteTemplate> routes = compiled;
        if (routes == null) {
            // Two threads may both get here and make the same; what is wrong is found, and said, each time anew.
            routes = compile();
            compiled = routes;
        }
        return routes;
    }

    List<Route> routesOf(Object event) {
        List<RouteTemplate> templates = compiled();
        if (templates.size() == 1) {
            Route only = templates.get(0).routeFor(event);
            return only == null ? List.of() : List.of(only);
        }
        List<Route> routes = new ArrayList<>(templates.size());
        for (RouteTemplate template : templates) {
            Route route = template.routeFor(event);
            if (route != null) {
                routes.add(route);
            }
        }
        return List.copyOf(routes);
    }

    private List<RouteTemplate> compile() {
        List<RouteTemplate> routes = new ArrayList<>();
        annotations.forEach((annotation, annotated) -> routes.add(new RouteTemplate(type, annotated, annotation)));
        return List.copyOf(routes);
    }
}
