package io.pushcast.mapping;

import io.pushcast.message.InvalidMessageException;
import io.pushcast.text.LogText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A function of the application's that says where the events of a type go. */
final class FunctionMapping {

    private final String where;
    private final Function<Object, @Nullable List<Route>> function;

    FunctionMapping(Class<?> type, Function<Object, @Nullable List<Route>> function) {
        this.where = "The mapping of " + type.getTypeName();
        this.function = function;
    }

    List<Route> routesOf(Object event) {
        List<Route> routes = apply(event);
        if (routes == null) {
            throw returnedNull();
        }
        String name = EventNames.of(event.getClass());
        List<Route> resolved = new ArrayList<>(routes.size());
        for (@Nullable Route route : routes) {
            if (route == null) {
                throw returnedNull();
            }
            resolved.add(route.orElse(name, event));
        }
        return List.copyOf(resolved);
    }

    private @Nullable List<Route> apply(Object event) {
        try {
            return function.apply(event);
        } catch (InvalidMessageException | MappingException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new MappingException(
                    where + " threw " + LogText.line(e.toString()) + " for an event of "
                            + event.getClass().getTypeName(),
                    e);
        }
    }

    private MappingException returnedNull() {
        return new MappingException(
                where + " returned null where a route belongs; if such an event is not to be published,"
                        + " map the type with routes() and return an empty list");
    }
}
