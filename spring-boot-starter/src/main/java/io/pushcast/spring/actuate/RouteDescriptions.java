package io.pushcast.spring.actuate;

import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.PublishTo;
import io.pushcast.spring.actuate.PushcastDescriptor.EventDescriptor;
import io.pushcast.spring.actuate.PushcastDescriptor.RouteDescriptor;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where the events of known types go, as far as that can be said beforehand. */
final class RouteDescriptions {

    private final EventMappings mappings;
    private final Supplier<? extends Collection<Class<?>>> annotated;

    RouteDescriptions(EventMappings mappings, Supplier<? extends Collection<Class<?>>> annotated) {
        this.mappings = mappings;
        this.annotated = annotated;
    }

    List<EventDescriptor> all() {
        return Stream.concat(annotated.get().stream(), mappings.functionTypes().stream())
                .distinct()
                .map(this::describe)
                .sorted(Comparator.comparing(EventDescriptor::type))
                .toList();
    }

    private EventDescriptor describe(Class<?> type) {
        return new EventDescriptor(
                type.getTypeName(),
                mappings.annotationsOf(type).stream()
                        .map(annotation -> describe(type, annotation))
                        .toList());
    }

    private static RouteDescriptor describe(Class<?> type, PublishTo annotation) {
        return new RouteDescriptor(
                List.of(annotation.channel()),
                annotation.event().isEmpty() ? EventMappings.defaultName(type) : annotation.event(),
                annotation.orderedBy().isEmpty() ? annotation.channel()[0] : annotation.orderedBy());
    }
}
