package io.pushcast.mapping;

import java.util.List;

/** Says of the events of one class whether a route counts for them, see {@link PublishTo#when}. */
final class RouteCondition {

    private final TemplateSite site;
    private final PropertyPath property;

    private RouteCondition(TemplateSite site, List<String> names) {
        this.site = site;
        this.property = PropertyPath.of(site, names);
    }

    /** @throws MappingException if it names no property or method of the events, or none that is a boolean */
    static RouteCondition of(Class<?> type, Class<?> annotated, String text) {
        Template template;
        try {
            template = Template.parseCondition(text);
        } catch (MappingException e) {
            throw new MappingException(TemplateSite.where(type, annotated) + e.getMessage(), e);
        }
        return new RouteCondition(
                new TemplateSite(type, annotated, template, true),
                template.properties().get(0));
    }

    /**
     * Whether it is true.
     *
     * @throws io.pushcast.message.InvalidMessageException if it is null
     * @throws MappingException if it is no boolean, or reading it throws
     */
    boolean isTrueOf(Object event) {
        Object value = property.read(event);
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new MappingException(
                site + " is no boolean, but " + value.getClass().getTypeName() + " in an event of "
                        + event.getClass().getTypeName());
    }
}
