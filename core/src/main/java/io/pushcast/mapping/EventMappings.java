package io.pushcast.mapping;

import io.pushcast.message.InvalidMessageException;
import java.util.EventObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows where events go: from their {@link PublishTo} annotations, and from functions that say what annotations can't.
 * Immutable and safe for use by several threads.
 *
 * <pre>{@code
 * EventMappings.builder()
 *         .route(OrderPlaced.class, e -> Route.to("private-orders." + e.customerId()).payload(new OrderView(e)))
 *         .build()
 * }</pre>
 *
 * <p>A function counts for its type and all subtypes, and takes the place of their annotations. If functions are
 * given for several types that an event has, that for its own class counts, else that for the nearest superclass; an
 * interface is as near as the class that names it, and of several such the most special counts.
 *
 * <p>What is found out about a class is kept as long as that class and does not keep its class loader alive.
 */
public final class EventMappings {

    private final Map<Class<?>, FunctionMapping> functions;
    private final ClassValue<Source> sources = new ClassValue<>() {
        @Override
        protected Source computeValue(Class<?> type) {
            Class<?> mapped = MappedTypes.nearest(type, functions.keySet());
            return new Source(mapped, mapped == null ? AnnotatedType.of(type) : null);
        }
    };

    private EventMappings(Map<Class<?>, FunctionMapping> functions) {
        this.functions = Map.copyOf(functions);
    }

    /** Mappings by annotations alone. */
    public static EventMappings ofAnnotations() {
        return builder().build();
    }

    /** A builder of mappings by annotations and by functions; the annotations need not be named to it. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Where an event goes: its routes, each with a name and a payload. No routes only if its function or its conditions say so.
     *
     * <p>A value in a channel's template must be there, must not be empty and must have only characters that channel
     * names can have. It must not make another kind of channel of it (as {@code encrypted-a} would in {@code
     * private-{team}}), nor have a dot or another character at which the template is taken apart (as {@code 7.billing} in
     * {@code private-tenant.{id}}), since the channel could then be that of other values or another template; {@code
     * private-tenant.{id...}} takes it. Routes for which {@link PublishTo#when} is false are left out.
     *
     * @throws IllegalArgumentException if the event is null
     * @throws InvalidMessageException if a value can't be part of the channel's name
     * @throws MappingException if nothing maps the type; if its annotations or function are wrong; if a getter throws
     */
    public List<Route> routesOf(Object event) {
        if (event == null) {
            throw new IllegalArgumentException("The event must not be null");
        }
        Source source = sources.get(event.getClass());
        FunctionMapping function = functionOf(source);
        if (function != null) {
            return function.routesOf(event);
        }
        if (source.annotations() != null) {
            return source.annotations().routesOf(event);
        }
        throw unmapped(event.getClass());
    }

    /**
     * Whether anything says where events of this type go.
     *
     * @throws MappingException if functions are given for several of its interfaces, so that it is open which counts
     */
    public boolean isMapped(Class<?> type) {
        Source source = sources.get(type);
        return source.mapped() != null || source.annotations() != null;
    }

    /**
     * Checks at start what would else be found when the first event of this type is published: its annotations, and
     * that it has the properties in their templates. Of an interface or an abstract class, whose events may have
     * properties that it does not show, this finds less.
     *
     * @throws MappingException if nothing maps the type, or something in its annotations is wrong
     */
    public void verify(Class<?> type) {
        Source source = sources.get(type);
        if (source.annotations() != null) {
            source.annotations().compiled();
        } else if (source.mapped() == null) {
            throw unmapped(type);
        }
    }

    /**
     * The annotations that say where events of this type go: its own and those of what it extends and implements; none if a
     * function does, or nothing.
     */
    public List<PublishTo> annotationsOf(Class<?> type) {
        AnnotatedType annotations = sources.get(type).annotations();
        return annotations == null ? List.of() : annotations.annotations();
    }

    /**
     * The names of the properties that a class of the application has, as templates could name them: without those that it
     * inherits from classes of the JDK, and of an {@link EventObject} only those that it declares itself.
     */
    public static Set<String> ownProperties(Class<?> type) {
        Set<String> names = new LinkedHashSet<>();
        EventProperty.of(type).forEach((name, property) -> {
            boolean own = EventObject.class.isAssignableFrom(type)
                    ? property.owner() == type
                    : !property.owner().getName().startsWith("java.");
            if (own) {
                names.add(name);
            }
        });
        return names;
    }

    /**
     * The name that events of this type have if nothing says another: {@code order-placed} for {@code OrderPlaced}. A class
     * that a framework has made of another, such as a proxy of Hibernate, CGLIB, Byte Buddy, Mockito, Spring or CDI, gives the
     * name of the class that was written.
     */
    public static String defaultName(Class<?> type) {
        return EventNames.of(type);
    }

    /** The types for which functions are given; their subtypes are mapped as well. */
    public Set<Class<?>> functionTypes() {
        return functions.keySet();
    }

    private @Nullable FunctionMapping functionOf(Source source) {
        return source.mapped() == null ? null : functions.get(source.mapped());
    }

    private static MappingException unmapped(Class<?> type) {
        return new MappingException("Nothing says where events of " + type.getTypeName()
                + " go; annotate the type with @PublishTo(channel = \"…\"), or map it with EventMappings.builder().route("
                + type.getSimpleName() + ".class, event -> Route.to(\"…\"))");
    }

    /**
     * What says where the events of a class go. It is kept with the class, and so refers to no function: a function
     * could hold on to the whole application.
     */
    private record Source(
            @Nullable Class<?> mapped, @Nullable AnnotatedType annotations) {}

    /** Builds {@link EventMappings}. Not for use by several threads. */
    public static final class Builder {

        private final Map<Class<?>, FunctionMapping> functions = new LinkedHashMap<>();

        private Builder() {}

        /**
         * The one route of the events of a type and its subtypes. A name left out is that of the event's class, a
         * payload left out is the event.
         *
         * @throws MappingException if a function is given for this type already
         */
        public <E> Builder route(Class<E> type, Function<? super E, Route> function) {
            Objects.requireNonNull(function, "function");
            return add(type, event -> {
                Route route = function.apply(event);
                return route == null ? null : List.of(route);
            });
        }

        /**
         * All routes of the events of a type and its subtypes; an empty list means that an event is not published.
         * Names left out are those of the event's class, payloads left out are the event.
         *
         * @throws MappingException if a function is given for this type already
         */
        public <E> Builder routes(Class<E> type, Function<? super E, List<Route>> function) {
            Objects.requireNonNull(function, "function");
            return add(type, function::apply);
        }

        /** The mappings. */
        public EventMappings build() {
            return new EventMappings(functions);
        }

        private <E> Builder add(Class<E> type, Function<E, @Nullable List<Route>> function) {
            Objects.requireNonNull(type, "type");
            FunctionMapping mapping = new FunctionMapping(type, event -> function.apply(type.cast(event)));
            if (functions.putIfAbsent(type, mapping) != null) {
                throw new MappingException(
                        type.getTypeName()
                                + " is mapped twice; give one function for it, with routes() if its events have several routes");
            }
            return this;
        }
    }
}
