package io.pushcast.mapping;

/**
 * A template where it stands: in an annotation, for one class of events. Its text starts every error about it.
 *
 * @param type the class of events that is read
 * @param annotated the type that has the annotation: the class itself, a superclass or an interface
 * @param template the template
 */
record TemplateSite(Class<?> type, Class<?> annotated, Template template) {

    boolean isOnlyPlaceholder() {
        return template.properties().size() == 1 && template.properties().get(0).size() == 1;
    }

    /** Starts every error about an annotation. */
    static String where(Class<?> type, Class<?> annotated) {
        return "@PublishTo on " + annotated.getTypeName()
                + (annotated == type ? "" : " (for " + type.getTypeName() + ")") + ": ";
    }

    @Override
    public String toString() {
        return where(type, annotated) + "the template '" + template + "'";
    }
}
