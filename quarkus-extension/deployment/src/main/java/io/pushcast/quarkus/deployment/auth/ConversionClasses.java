package io.pushcast.quarkus.deployment.auth;

import io.quarkus.deployment.GeneratedClassGizmo2Adaptor;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.builditem.GeneratedClassBuildItem;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.gizmo2.Expr;
import io.quarkus.gizmo2.Gizmo;
import io.quarkus.gizmo2.ParamVar;
import io.quarkus.gizmo2.creator.BlockCreator;
import io.quarkus.gizmo2.creator.TryCreator;
import io.quarkus.gizmo2.desc.ConstructorDesc;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.gizmo2.Jandex2Gizmo;

/**
 * Makes a class for each type that makes itself from a text, so that nothing is looked up when the application runs. It
 * stands beside the code that names the type, and may call what that may.
 */
final class ConversionClasses {

    private static final ConstructorDesc REFUSED = ConstructorDesc.of(IllegalArgumentException.class, Throwable.class);

    private final BuildProducer<GeneratedClassBuildItem> classes;
    private final BuildProducer<GeneratedResourceBuildItem> resources;
    private final Predicate<String> applicationClasses;
    private final Set<String> written = new HashSet<>();

    ConversionClasses(
            BuildProducer<GeneratedClassBuildItem> classes,
            BuildProducer<GeneratedResourceBuildItem> resources,
            Predicate<String> applicationClasses) {
        this.classes = classes;
        this.resources = resources;
        this.applicationClasses = applicationClasses;
    }

    /** The name of the class, a {@link Function} from the text. */
    String write(ParameterConversion.ByFactory conversion, ClassInfo user) {
        String name = nameFor(conversion.type().name(), user.name());
        if (written.add(name)) {
            boolean ofApplication = applicationClasses.test(user.name().toString());
            Gizmo.create(new GeneratedClassGizmo2Adaptor(classes, resources, ofApplication))
                    .class_(name, type -> {
                        type.implements_(Function.class);
                        type.defaultConstructor();
                        type.method("apply", method -> {
                            ParamVar text = method.parameter("text", Object.class);
                            method.returning(Object.class);
                            method.body(body -> body.try_(attempt -> writeAttempt(attempt, conversion, text)));
                        });
                    });
        }
        return name;
    }

    /** A checked exception says, as an unchecked one does, that the text is none of the type. */
    private static void writeAttempt(TryCreator attempt, ParameterConversion.ByFactory conversion, ParamVar text) {
        attempt.body(body -> body.return_(call(body, conversion, body.cast(text, String.class))));
        attempt.catch_(RuntimeException.class, "unchecked", BlockCreator::throw_);
        attempt.catch_(Exception.class, "checked", (body, checked) -> body.throw_(body.new_(REFUSED, checked)));
    }

    private static Expr call(BlockCreator body, ParameterConversion.ByFactory conversion, Expr text) {
        return conversion.factory().isConstructor()
                ? body.new_(Jandex2Gizmo.constructorDescOf(conversion.factory()), text)
                : body.invokeStatic(Jandex2Gizmo.methodDescOf(conversion.factory()), text);
    }

    private static String nameFor(DotName type, DotName user) {
        String name = "PushcastTextTo_" + type.toString().replace('.', '$');
        return user.packagePrefix() == null ? name : user.packagePrefix() + "." + name;
    }
}
