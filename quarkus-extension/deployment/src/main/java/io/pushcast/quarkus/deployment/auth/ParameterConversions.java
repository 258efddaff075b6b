package io.pushcast.quarkus.deployment.auth;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.PrimitiveType;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/** Knows how an object is made from a part of a channel's name: by a bean of the application, or by its own type. */
final class ParameterConversions {

    /** What any text makes something of, so that it would not be refused. */
    private static final Set<DotName> TOO_LENIENT =
            Set.of(DotName.OBJECT_NAME, DotName.BOOLEAN_CLASS_NAME, DotName.CHARACTER_CLASS_NAME);

    private static final List<String> FACTORIES = List.of("fromString", "valueOf", "of", "parse");
    private static final List<Type> TEXTS = List.of(type(String.class), type(CharSequence.class));

    private final IndexView types;
    private final Function<Type, List<String>> converters;

    /**
     * With where it looks.
     *
     * @param types the classes there are, those of the JDK among them
     * @param converters the identifiers of the beans that convert to a type
     */
    ParameterConversions(IndexView types, Function<Type, List<String>> converters) {
        this.types = types;
        this.converters = converters;
    }

    /**
     * What makes an object of this type; empty if nothing does.
     *
     * @param from the package of the code that names the type; null for the unnamed one
     * @throws IllegalStateException if there are several beans that do
     */
    Optional<ParameterConversion> to(Type type, @Nullable String from) {
        Type boxed = type.kind() == Type.Kind.PRIMITIVE ? PrimitiveType.box(type.asPrimitiveType()) : type;
        List<String> beans = converters.apply(boxed);
        if (beans.size() > 1) {
            throw new IllegalStateException("there are " + beans.size() + " beans that are a Converter to it");
        }
        if (!beans.isEmpty()) {
            return Optional.of(new ParameterConversion.ByBean(beans.get(0)));
        }
        ClassInfo made = boxed.kind() == Type.Kind.CLASS && !TOO_LENIENT.contains(boxed.name())
                ? types.getClassByName(boxed.name())
                : null;
        return made == null || !isAccessible(made, made.flags(), from)
                ? Optional.empty()
                : factory(made, from).map(factory -> new ParameterConversion.ByFactory(boxed, factory));
    }

    private static Optional<MethodInfo> factory(ClassInfo made, @Nullable String from) {
        for (String name : FACTORIES) {
            for (Type text : TEXTS) {
                MethodInfo method = made.method(name, text);
                if (method != null
                        && Modifier.isStatic(method.flags())
                        && method.returnType().name().equals(made.name())
                        && isAccessible(made, method.flags(), from)) {
                    return Optional.of(method);
                }
            }
        }
        MethodInfo constructor = made.method("<init>", TEXTS.get(0));
        return constructor != null && !made.isAbstract() && isAccessible(made, constructor.flags(), from)
                ? Optional.of(constructor)
                : Optional.empty();
    }

    private static boolean isAccessible(ClassInfo of, int flags, @Nullable String from) {
        return Modifier.isPublic(flags)
                || (!Modifier.isPrivate(flags) && Objects.equals(from, of.name().packagePrefix()));
    }

    private static Type type(Class<?> type) {
        return Type.create(DotName.createSimple(type), Type.Kind.CLASS);
    }
}
