package io.pushcast.quarkus.deployment.event;

import io.pushcast.mapping.PublishTo;
import io.pushcast.mapping.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.AnnotationValue;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

/**
 * A type that is annotated with {@link PublishTo}.
 *
 * @param type the type
 * @param annotations its own annotations, as they are written
 */
public record PublishedType(ClassInfo type, List<Annotation> annotations) {

    private static final DotName PUBLISH_TO = DotName.createSimple(PublishTo.class);
    private static final DotName LIST = DotName.createSimple(PublishTo.List.class);

    /** All of them in the index, in the order of their names. */
    static List<PublishedType> findAll(IndexView index) {
        Map<DotName, PublishedType> found = new TreeMap<>();
        index.getAnnotations(PUBLISH_TO).forEach(annotation -> add(found, annotation, List.of(annotation)));
        index.getAnnotations(LIST)
                .forEach(list -> add(found, list, Arrays.asList(list.value().asNestedArray())));
        return List.copyOf(found.values());
    }

    /** Whether a class says itself where its events go. */
    static boolean isAnnotated(ClassInfo type) {
        return type.hasDeclaredAnnotation(PUBLISH_TO) || type.hasDeclaredAnnotation(LIST);
    }

    /** The classes whose objects are events of this type: itself, and what extends or implements it. */
    List<ClassInfo> eventClasses(IndexView index) {
        List<ClassInfo> classes = new ArrayList<>(List.of(type));
        Collection<ClassInfo> others = type.isInterface()
                ? index.getAllKnownImplementations(type.name())
                : index.getAllKnownSubclasses(type.name());
        classes.addAll(others);
        return classes;
    }

    private static void add(
            Map<DotName, PublishedType> found, AnnotationInstance at, List<AnnotationInstance> annotations) {
        if (at.target() != null && at.target().kind() == AnnotationTarget.Kind.CLASS) {
            ClassInfo type = at.target().asClass();
            found.put(
                    type.name(),
                    new PublishedType(
                            type, annotations.stream().map(Annotation::of).toList()));
        }
    }

    /** What one annotation says; left out is empty. */
    public record Annotation(
            List<String> channels, String event, String orderedBy, String when, String pace, boolean inParts) {

        static Annotation of(AnnotationInstance annotation) {
            AnnotationValue channels = annotation.value("channel");
            AnnotationValue largePayload = annotation.value("largePayload");
            return new Annotation(
                    List.of(channels.asStringArray()),
                    text(annotation, "event"),
                    text(annotation, "orderedBy"),
                    text(annotation, "when"),
                    text(annotation, "pace"),
                    largePayload != null && largePayload.asEnum().equals(Route.LargePayload.CHUNK.name()));
        }

        private static String text(AnnotationInstance annotation, String member) {
            AnnotationValue value = annotation.value(member);
            return value == null ? "" : value.asString();
        }
    }
}
