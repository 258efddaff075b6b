package io.pushcast.quarkus.deployment.event;

import io.pushcast.mapping.MappingException;
import io.pushcast.mapping.Template;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Limits;
import io.pushcast.message.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/**
 * Finds at build time what core would find when the first event of a type is published: templates that are none, that
 * make no channel or that name no property, and event names that no server takes. It says so in core's words.
 */
final class PublishedTypeCheck {

    private static final DotName OPTIONAL = DotName.createSimple(Optional.class);

    // Lengths differ from server to server and are checked at publish.
    private static final Limits NO_LIMITS = new Limits(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE);

    private final IndexView application;
    private final TypeProperties properties;

    /**
     * With what is read.
     *
     * @param application the application's classes
     * @param everything these, and those of libraries and of the JDK
     */
    PublishedTypeCheck(IndexView application, IndexView everything) {
        this.application = application;
        this.properties = new TypeProperties(everything);
    }

    /** Everything that is wrong with a type's annotations; empty if nothing is. */
    List<MappingException> errorsOf(PublishedType published) {
        List<MappingException> errors = new ArrayList<>();
        for (PublishedType.Annotation annotation : published.annotations()) {
            String where = "@PublishTo on " + published.type().name() + ": ";
            checkEvent(where, annotation.event(), errors);
            if (annotation.channels().isEmpty()) {
                errors.add(new MappingException(where + "it names no channel; it needs at least one"));
            }
            for (String channel : annotation.channels()) {
                checkTemplate(published, channel, Template::parse, false, errors);
            }
            if (!annotation.orderedBy().isEmpty()) {
                checkTemplate(published, annotation.orderedBy(), Template::parseOrderingKey, false, errors);
            }
            if (!annotation.when().isEmpty()) {
                checkTemplate(published, annotation.when(), Template::parseCondition, true, errors);
            }
            checkPace(where, annotation, errors);
        }
        return errors;
    }

    private static void checkPace(String where, PublishedType.Annotation annotation, List<MappingException> errors) {
        if (annotation.pace().isEmpty()) {
            return;
        }
        try {
            Pace.parse(annotation.pace());
        } catch (IllegalArgumentException e) {
            errors.add(new MappingException(where + e.getMessage(), e));
            return;
        }
        if (annotation.inParts()) {
            errors.add(
                    new MappingException(where + "it has both a pace and LargePayload.CHUNK, whose parts would give way"
                            + " to each other; use LargePayload.GZIP, or no pace"));
        }
    }

    private static void checkEvent(String where, String event, List<MappingException> errors) {
        if (event.isEmpty()) {
            return;
        }
        if (event.indexOf('{') >= 0 || event.indexOf('}') >= 0) {
            errors.add(new MappingException(where + "The event name '" + event
                    + "' has braces, but is a constant and no template; put into the payload what differs"));
            return;
        }
        try {
            NO_LIMITS.check(ChannelMessage.builder("", List.of(ChannelName.of("any")), event, "")
                    .build());
        } catch (InvalidMessageException e) {
            errors.add(new MappingException(where + e.getMessage(), e));
        }
    }

    private void checkTemplate(
            PublishedType published,
            String text,
            Function<String, Template> parser,
            boolean condition,
            List<MappingException> errors) {
        Template template;
        try {
            template = parser.apply(text);
        } catch (MappingException e) {
            errors.add(new MappingException("@PublishTo on " + published.type().name() + ": " + e.getMessage(), e));
            return;
        }
        for (ClassInfo eventClass : published.eventClasses(application)) {
            String site = "@PublishTo on " + published.type().name()
                    + (eventClass.name().equals(published.type().name()) ? "" : " (for " + eventClass.name() + ")")
                    + (condition ? ": the condition '" + text + "'" : ": the template '" + template + "'");
            for (List<String> path : template.properties()) {
                MappingException wrong = wrongProperty(site, eventClass, path, template, condition);
                if (wrong != null) {
                    errors.add(wrong);
                }
            }
        }
    }

    private @Nullable MappingException wrongProperty(
            String site, ClassInfo eventClass, List<String> path, Template template, boolean condition) {
        ClassInfo owner = eventClass;
        for (int i = 0; i < path.size(); i++) {
            Map<String, Type> known = properties.of(owner);
            boolean question = condition && i == path.size() - 1;
            Type type = known.get(path.get(i));
            if (type == null && question && properties.hasQuestion(owner, path.get(i))) {
                return null;
            }
            if (type == null) {
                return isOpen(owner) ? null : unknown(site, eventClass, owner, path, template, known, condition);
            }
            if (question) {
                return properties.canBeTruth(type)
                        ? null
                        : new MappingException(site + " is no boolean, but " + type.name());
            }
            ClassInfo next = classOf(type);
            if (next == null) {
                return isPlain(type) && i < path.size() - 1
                        ? new MappingException(site + " names no property with {" + String.join(".", path) + "}; "
                                + type + " has none")
                        : null;
            }
            owner = next;
        }
        return null;
    }

    private static MappingException unknown(
            String site,
            ClassInfo eventClass,
            ClassInfo owner,
            List<String> path,
            Template template,
            Map<String, Type> known,
            boolean condition) {
        boolean ofEvent = owner == eventClass;
        boolean onlyPlaceholder = condition
                || (template.properties().size() == 1
                        && template.properties().get(0).size() == 1);
        return new MappingException(site + " names no property"
                + (onlyPlaceholder && ofEvent ? "" : " with {" + String.join(".", path) + "}") + "; "
                + (ofEvent ? "it" : owner.name().toString()) + " has "
                + (known.isEmpty() ? "none" : String.join(", ", known.keySet())));
    }

    /** What may have properties that the declared type does not show. */
    private static boolean isOpen(ClassInfo type) {
        return type.name().equals(DotName.OBJECT_NAME) || type.isAbstract() || type.isInterface();
    }

    /** A type that has no properties at all. */
    private static boolean isPlain(Type type) {
        return type.kind() == Type.Kind.PRIMITIVE || type.kind() == Type.Kind.ARRAY;
    }

    /** The class to look for properties in; of an Optional, that of what it holds; null if it is left open or is none. */
    private @Nullable ClassInfo classOf(Type type) {
        if (type.kind() == Type.Kind.PARAMETERIZED_TYPE) {
            return type.name().equals(OPTIONAL)
                    ? classOf(type.asParameterizedType().arguments().get(0))
                    : properties.classInfo(type.name());
        }
        return type.kind() == Type.Kind.CLASS && !type.name().equals(OPTIONAL)
                ? properties.classInfo(type.name())
                : null;
    }
}
