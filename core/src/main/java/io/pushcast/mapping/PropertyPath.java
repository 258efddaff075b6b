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
 * One placeholder of a template, ready to be read from the events of one class. Names are looked up when this is
 * made, by the declared types; only where those leave it open (interfaces, abstract classes, type variables, {@code
 * Object}) is a name looked up by the class of the value, once for each such class.
 */
final class PropertyPath {

    private final TemplateSite site;
    private final List<String> names;
    private final String path;
    private final List<Step> steps;

    private PropertyPath(TemplateSite site, List<String> names, List<Step> steps) {
        this.site = site;
        this.names = names;
        this.path = String.join(".", names);
        this.steps = steps;
    }

    /** @throws MappingException if a name is none of a property, or the property can't be read */
    static PropertyPath of(TemplateSite site, List<String> names) {
        List<Step> steps = new ArrayList<>();
        PropertyPath path = new PropertyPath(site, names, steps);
        Type type = site.type();
        for (String name : names) {
            Class<?> owner = rawType(type);
            boolean question = site.isCondition() && steps.size() == names.size() - 1;
            EventProperty property = property(owner, name, question);
            if (property != null) {
                MethodHandle reader = path.reader(property, name);
                steps.add(anyType -> reader);
                type = property.type();
            } else if (isOpen(owner)) {
                steps.add(path.new OpenStep(name, question));
                type = Object.class;
            } else {
                throw path.unknown(owner);
            }
        }
        if (site.isCondition() && !canBeTruth(rawType(type))) {
            throw new MappingException(site + " is no boolean, but " + type.getTypeName());
        }
        return path;
    }

    private static @Nullable EventProperty property(Class<?> owner, String name, boolean question) {
        EventProperty property = EventProperty.of(owner).get(name);
        return property == null && question ? EventProperty.question(owner, name) : property;
    }

    private static boolean canBeTruth(Class<?> type) {
        return type == boolean.class || type.isAssignableFrom(Boolean.class);
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
            value = unwrapped(read(steps.get(i), value));
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

    private @Nullable Object read(Step step, Object target) {
        MethodHandle reader = step.readerFor(target.getClass());
        try {
            return (Object) reader.invokeExact(target);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new MappingException(
                    site + " needs the property " + path + ", and reading it from "
                            + target.getClass().getTypeName() + " threw " + e,
                    e);
        }
    }

    private @Nullable String toString(Object value) {
        try {
            return value.toString();
        } catch (RuntimeException e) {
            throw new MappingException(
                    site + ": toString() of the property " + path + " ("
                            + value.getClass().getTypeName() + ") threw " + e,
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
        return String.join(".", names.subList(0, step + 1));
    }

    private MethodHandle reader(EventProperty property, String name) {
        try {
            return property.reader();
        } catch (InaccessibleObjectException e) {
            Class<?> owner = property.owner();
            throw new MappingException(
                    site + " can't read the property " + name + " of " + owner.getTypeName()
                            + ", which is not open to this"
                            + " library; let the module-info.java of "
                            + owner.getModule().getName() + " say 'opens "
                            + owner.getPackageName() + "', or map the type with EventMappings.builder().route(…)",
                    e);
        }
    }

    private MappingException unknown(Class<?> owner) {
        Map<String, EventProperty> properties = EventProperty.of(owner);
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

    /** The next name on the path: how it is read from an object of a class. */
    private interface Step {

        MethodHandle readerFor(Class<?> type);
    }

    /** A name that is looked up by the class of the value. */
    private final class OpenStep extends ClassValue<MethodHandle> implements Step {

        private final String name;
        private final boolean question;

        OpenStep(String name, boolean question) {
            this.name = name;
            this.question = question;
        }

        // What is kept with a class may refer to nothing of ours, or a class of the JDK would keep all of it alive.
        @Override
        protected MethodHandle computeValue(Class<?> type) {
            EventProperty property = property(type, name, question);
            if (property == null) {
                throw unknown(type);
            }
            return reader(property, name);
        }

        @Override
        public MethodHandle readerFor(Class<?> type) {
            return get(type);
        }
    }
}
