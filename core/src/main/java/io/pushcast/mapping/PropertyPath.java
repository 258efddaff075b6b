package io.pushcast.mapping;

import io.pushcast.message.InvalidMessageException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One placeholder of a template, ready to be read from the events of one class. Names are looked up when this is made, by
 * the declared types; only where those leave it open (interfaces, abstract classes, type variables, {@code Object}) is a
 * name looked up by the class of the value, once for each such class.
 */
final class PropertyPath {

    private final TemplateSite site;
    private final String path;
    private final List<Step> steps;

    private PropertyPath(TemplateSite site, String path, List<Step> steps) {
        this.site = site;
        this.path = path;
        this.steps = steps;
    }

    /** @throws MappingException if a name is none of a property, or the property can't be read */
    static PropertyPath of(TemplateSite site, List<String> names) {
        List<Step> steps = new ArrayList<>();
        PropertyPath path = new PropertyPath(site, String.join(".", names), steps);
        Type type = site.type();
        for (String name : names) {
            Class<?> owner = rawType(type);
            Property property = Property.of(owner).get(name);
            if (property != null) {
                steps.add(path.new DeclaredStep(path.reader(property, name)));
                type = property.type();
            } else if (isOpen(owner)) {
                steps.add(path.new OpenStep(name));
                type = Object.class;
            } else {
                throw path.unknown(owner);
            }
        }
        return path;
    }

    /**
     * The value.
     *
     * @throws InvalidMessageException if it, or what it is a property of, is null or an empty optional
     * @throws MappingException if a getter throws
     */
    Object read(Object event) {
        Object value = event;
        for (int i = 0; i < steps.size(); i++) {
            value = unwrapped(steps.get(i).read(value));
            if (value == null) {
                throw new InvalidMessageException(
                        site + " needs the property " + path + ", and " + pathTo(i) + " is null or an empty Optional");
            }
        }
        return value;
    }

    /**
     * The value as text.
     *
     * @throws InvalidMessageException if it is empty
     */
    String text(Object value) {
        String text = value instanceof Enum<?> constant ? constant.name() : toString(value);
        if (text == null || text.isEmpty()) {
            throw new InvalidMessageException(site + " needs the property " + path + ", and that is empty");
        }
        return text;
    }

    /** As the template has it. */
    @Override
    public String toString() {
        return path;
    }

    private @Nullable String toString(Object value) {
        try {
            return value.toString();
        } catch (RuntimeException e) {
            throw new MappingException(
                    site + ": toString() of the property " + path + " ("
                            + value.getClass().getName() + ") threw " + e,
                    e);
        }
    }

    private static @Nullable Object unwrapped(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof OptionalInt number) {
            return number.isPresent() ? number.getAsInt() : null;
        }
        if (value instanceof OptionalLong number) {
            return number.isPresent() ? number.getAsLong() : null;
        }
        if (value instanceof OptionalDouble number) {
            return number.isPresent() ? number.getAsDouble() : null;
        }
        return value;
    }

    /** The path up to and with this step. */
    private String pathTo(int step) {
        return String.join(".", List.of(path.split("\\.")).subList(0, step + 1));
    }

    private MethodHandle reader(Property property, String name) {
        try {
            return property.reader();
        } catch (InaccessibleObjectException e) {
            Class<?> owner = property.owner();
            Module ours = PropertyPath.class.getModule();
            String opened = ours.isNamed() ? ours.getName() : "io.pushcast";
            throw new MappingException(
                    site + " can't read the property " + name + " of " + owner.getName() + ": its module "
                            + owner.getModule().getName()
                            + " keeps the package to itself. Let its module-info.java say 'opens "
                            + owner.getPackageName() + " to " + opened
                            + "', or publish to a channel named by an EventMappings route",
                    e);
        }
    }

    private MappingException unknown(Class<?> owner) {
        Map<String, Property> properties = Property.of(owner);
        boolean ofEvent = owner == site.type();
        return new MappingException(site + " names no property"
                + (site.isOnlyPlaceholder() && ofEvent ? "" : " with {" + path + "}")
                + "; "
                + (ofEvent ? "it" : owner.getTypeName())
                + " has "
                + (properties.isEmpty() ? "none" : String.join(", ", properties.keySet())));
    }

    /** What may have properties that the declared type does not show. */
    private static boolean isOpen(Class<?> type) {
        return type == Object.class
                || (Modifier.isAbstract(type.getModifiers()) && !type.isArray() && !type.isPrimitive());
    }

    /** The class to look for properties in; of an Optional, that of what it holds; Object if it is left open. */
    private static Class<?> rawType(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return parameterized.getRawType() == Optional.class
                    ? rawType(parameterized.getActualTypeArguments()[0])
                    : (Class<?>) parameterized.getRawType();
        }
        return type instanceof Class<?> plain && type != Optional.class ? plain : Object.class;
    }

    private interface Step {

        @Nullable
        Object read(Object target);
    }

    private final class DeclaredStep implements Step {

        private final MethodHandle reader;

        DeclaredStep(MethodHandle reader) {
            this.reader = reader;
        }

        @Override
        public @Nullable Object read(Object target) {
            try {
                return (Object) reader.invokeExact(target);
            } catch (Error e) {
                throw e;
            } catch (Throwable e) {
                throw new MappingException(
                        site + " needs the property " + path + ", and reading it from "
                                + target.getClass().getName() + " threw " + e,
                        e);
            }
        }
    }

    private final class OpenStep implements Step {

        private final ClassValue<Step> byClass;

        OpenStep(String name) {
            this.byClass = new ClassValue<>() {
                @Override
                protected Step computeValue(Class<?> type) {
                    Property property = Property.of(type).get(name);
                    if (property == null) {
                        throw unknown(type);
                    }
                    return new DeclaredStep(reader(property, name));
                }
            };
        }

        @Override
        public @Nullable Object read(Object target) {
            return byClass.get(target.getClass()).read(target);
        }
    }
}
