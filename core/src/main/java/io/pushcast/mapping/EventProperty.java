package io.pushcast.mapping;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A property of a class: a record component, a getter, a method called like the property, or a public field. What
 * counts as one is described at {@link PublishTo}.
 */
final class EventProperty {

    private static final MethodType READER = MethodType.methodType(Object.class, Object.class);
    private static final Set<String> OF_EVERY_OBJECT =
            Set.of("getClass", "hashCode", "toString", "clone", "finalize", "notify", "notifyAll", "wait");

    private final Member member;

    private EventProperty(Member member) {
        this.member = member;
    }

    /** All properties of a class by name: record components in their order, then the others sorted. */
    static Map<String, EventProperty> of(Class<?> type) {
        Map<String, EventProperty> properties = new LinkedHashMap<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                properties.put(component.getName(), new EventProperty(component.getAccessor()));
            }
        }
        Map<String, EventProperty> others = new TreeMap<>();
        List<Method> methods = accessors(type);
        methods.stream()
                .filter(EventProperty::isGetter)
                .forEach(m -> others.putIfAbsent(nameOf(m), new EventProperty(m)));
        Set<String> fluent = fluentNames(type);
        methods.stream()
                .filter(m -> !isGetter(m) && fluent.contains(m.getName()))
                .forEach(m -> others.putIfAbsent(m.getName(), new EventProperty(m)));
        Arrays.stream(type.getFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .forEach(field -> others.putIfAbsent(field.getName(), new EventProperty(field)));
        others.forEach(properties::putIfAbsent);
        return properties;
    }

    /** A method without parameters that answers yes or no, whatever it is called; null if there is none of this name. */
    static @Nullable EventProperty question(Class<?> type, String name) {
        return accessors(type).stream()
                .filter(method -> method.getName().equals(name) && isTruth(method))
                .findFirst()
                .map(EventProperty::new)
                .orElse(null);
    }

    /** The type it is declared with. */
    Type type() {
        return member instanceof Method method ? method.getGenericReturnType() : ((Field) member).getGenericType();
    }

    /**
     * Reads it: a function from the object to the value.
     *
     * @throws InaccessibleObjectException if the module it is in keeps it to itself
     */
    MethodHandle reader() {
        try {
            return reachable().asType(READER);
        } catch (IllegalAccessException e) {
            // The same trouble with a module, seen one step later.
            throw (InaccessibleObjectException) new InaccessibleObjectException(e.getMessage()).initCause(e);
        }
    }

    /** The class that declares it. */
    Class<?> owner() {
        return member.getDeclaringClass();
    }

    private MethodHandle reachable() throws IllegalAccessException {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        if (member instanceof Field field) {
            return lookup.unreflectGetter(opened(field));
        }
        return lookup.unreflect(reachable((Method) member));
    }

    /** The method as a public type of an exported package declares it, or else the method itself, opened up. */
    private static Method reachable(Method method) {
        for (Class<?> type : TypeHierarchy.of(method.getDeclaringClass())) {
            if (isReachable(type)) {
                for (Method declared : type.getDeclaredMethods()) {
                    if (declared.getName().equals(method.getName()) && isAccessor(declared) && !declared.isBridge()) {
                        return declared;
                    }
                }
            }
        }
        return opened(method);
    }

    private static <M extends AccessibleObject & Member> M opened(M member) {
        if (!isReachable(member.getDeclaringClass())) {
            member.setAccessible(true);
        }
        return member;
    }

    private static boolean isReachable(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && type.getModule().isExported(type.getPackageName(), EventProperty.class.getModule());
    }

    /** Bridges last: they only count where a class hands on the methods of a superclass that is not public. */
    private static List<Method> accessors(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(EventProperty::isAccessor)
                .sorted(Comparator.comparing(Method::isBridge))
                .toList();
    }

    private static boolean isAccessor(Method method) {
        return method.getParameterCount() == 0
                && method.getReturnType() != void.class
                && Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !OF_EVERY_OBJECT.contains(method.getName());
    }

    private static boolean isGetter(Method method) {
        return startsWord(method, "get") || (isTruth(method) && startsWord(method, "is"));
    }

    private static boolean isTruth(Method method) {
        return method.getReturnType() == boolean.class || method.getReturnType() == Boolean.class;
    }

    private static boolean startsWord(Method method, String prefix) {
        String name = method.getName();
        return name.length() > prefix.length()
                && name.startsWith(prefix)
                && !Character.isLowerCase(name.charAt(prefix.length()));
    }

    /** The methods called like a property, also those that only a supertype shows to be one. */
    private static Set<String> fluentNames(Class<?> type) {
        return TypeHierarchy.of(type).stream()
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .filter(method -> isAccessor(method) && isFluent(method))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }

    private static boolean isFluent(Method method) {
        Class<?> owner = method.getDeclaringClass();
        return owner.isRecord()
                || owner.isInterface()
                || Modifier.isAbstract(method.getModifiers())
                || Arrays.stream(owner.getDeclaredFields())
                        .anyMatch(field -> !Modifier.isStatic(field.getModifiers())
                                && field.getName().equals(method.getName()));
    }

    /** As JavaBeans have it: {@code getUrl} reads {@code url}, {@code getURL} reads {@code URL}. */
    private static String nameOf(Method getter) {
        String name = getter.getName().substring(getter.getName().startsWith("is") ? 2 : 3);
        boolean acronym =
                name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1));
        return acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
