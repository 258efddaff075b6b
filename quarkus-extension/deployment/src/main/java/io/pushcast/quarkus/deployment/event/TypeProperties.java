package io.pushcast.quarkus.deployment.event;

import java.io.Serializable;
import java.lang.constant.Constable;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.PrimitiveType;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/**
 * The properties of classes as core will see them at run time, read from the index. What counts as one is described at
 * {@link io.pushcast.mapping.PublishTo}.
 */
final class TypeProperties {

    private static final DotName BOOLEAN = DotName.createSimple(Boolean.class);
    private static final DotName OPTIONAL = DotName.createSimple(Optional.class);

    /** What a Boolean is, beside itself. */
    private static final Set<DotName> OPEN = Set.of(
            DotName.OBJECT_NAME,
            DotName.createSimple(Serializable.class),
            DotName.createSimple(Comparable.class),
            DotName.createSimple(Constable.class));

    private static final Set<String> OF_EVERY_OBJECT =
            Set.of("getClass", "hashCode", "toString", "clone", "finalize", "notify", "notifyAll", "wait");

    private final IndexView index;

    /** With an index that also finds the classes of libraries and of the JDK. */
    TypeProperties(IndexView index) {
        this.index = index;
    }

    /** All properties by name, with their types: record components in their order, then the others sorted. */
    Map<String, Type> of(ClassInfo type) {
        Map<String, Type> properties = new LinkedHashMap<>();
        if (type.isRecord()) {
            for (RecordComponentInfo component : type.recordComponentsInDeclarationOrder()) {
                properties.put(component.name(), component.type());
            }
        }
        Map<String, Type> others = new TreeMap<>();
        List<MethodInfo> accessors = accessors(type);
        accessors.stream()
                .filter(TypeProperties::isGetter)
                .forEach(getter -> others.putIfAbsent(nameOf(getter), getter.returnType()));
        accessors.stream()
                .filter(method -> !isGetter(method) && isFluent(method))
                .forEach(method -> others.putIfAbsent(method.name(), method.returnType()));
        for (ClassInfo each : hierarchy(type)) {
            each.fields().stream()
                    .filter(TypeProperties::isVisible)
                    .forEach(field -> others.putIfAbsent(field.name(), field.type()));
        }
        others.forEach(properties::putIfAbsent);
        return properties;
    }

    /** Whether it has a method without parameters that answers yes or no, whatever it is called. */
    boolean hasQuestion(ClassInfo type, String name) {
        return accessors(type).stream().anyMatch(method -> method.name().equals(name) && isTruth(method.returnType()));
    }

    /** Whether values of this type can be true or false. */
    boolean canBeTruth(Type type) {
        return switch (type.kind()) {
            case PRIMITIVE, CLASS -> isTruth(type) || OPEN.contains(type.name());
            case PARAMETERIZED_TYPE ->
                type.name().equals(OPTIONAL)
                        && canBeTruth(type.asParameterizedType().arguments().get(0));
            case ARRAY, VOID -> false;
            default -> true;
        };
    }

    private static boolean isTruth(Type type) {
        return type.equals(PrimitiveType.BOOLEAN) || type.name().equals(BOOLEAN);
    }

    /** The class with this name, or null if not even the build can see it. */
    @Nullable
    ClassInfo classInfo(DotName name) {
        return index.getClassByName(name);
    }

    private List<MethodInfo> accessors(ClassInfo type) {
        List<MethodInfo> accessors = new ArrayList<>();
        for (ClassInfo each : hierarchy(type)) {
            each.methods().stream().filter(TypeProperties::isAccessor).forEach(accessors::add);
        }
        return accessors;
    }

    /** The class, its superclasses but Object, then all interfaces. */
    private Set<ClassInfo> hierarchy(ClassInfo type) {
        Set<ClassInfo> all = new LinkedHashSet<>();
        for (ClassInfo each = type; each != null && !each.name().equals(DotName.OBJECT_NAME); each = superclass(each)) {
            all.add(each);
        }
        Deque<DotName> open = new ArrayDeque<>();
        all.forEach(each -> open.addAll(each.interfaceNames()));
        while (!open.isEmpty()) {
            ClassInfo next = classInfo(open.remove());
            if (next != null && all.add(next)) {
                open.addAll(next.interfaceNames());
            }
        }
        return all;
    }

    private @Nullable ClassInfo superclass(ClassInfo type) {
        return type.superName() == null || type.isInterface() ? null : classInfo(type.superName());
    }

    private static boolean isAccessor(MethodInfo method) {
        return method.parametersCount() == 0
                && method.returnType().kind() != Type.Kind.VOID
                && Modifier.isPublic(method.flags())
                && !Modifier.isStatic(method.flags())
                && !method.isBridge()
                && !method.isConstructor()
                && !OF_EVERY_OBJECT.contains(method.name());
    }

    private static boolean isVisible(FieldInfo field) {
        return Modifier.isPublic(field.flags()) && !Modifier.isStatic(field.flags());
    }

    private static boolean isGetter(MethodInfo method) {
        Type type = method.returnType();
        return startsWord(method, "get") || (isTruth(type) && startsWord(method, "is"));
    }

    private static boolean startsWord(MethodInfo method, String prefix) {
        String name = method.name();
        return name.length() > prefix.length()
                && name.startsWith(prefix)
                && !Character.isLowerCase(name.charAt(prefix.length()));
    }

    private static boolean isFluent(MethodInfo method) {
        ClassInfo owner = method.declaringClass();
        FieldInfo field = owner.field(method.name());
        return owner.isRecord()
                || owner.isInterface()
                || Modifier.isAbstract(method.flags())
                || (field != null && !Modifier.isStatic(field.flags()));
    }

    /** As JavaBeans have it: {@code getUrl} reads {@code url}, {@code getURL} reads {@code URL}. */
    private static String nameOf(MethodInfo getter) {
        String name = getter.name().substring(getter.name().startsWith("is") ? 2 : 3);
        boolean acronym =
                name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1));
        return acronym ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
