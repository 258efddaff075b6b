package io.pushcast.mapping;

/**
 * A template, or a condition, where it stands: in an annotation, for one class of events. Its text starts every error about
 * it.
 *
 * @param type the class of events that is read
 * @param annotated the type that has the annotation: the class itself, a superclass or an interface
 * @param template the template; of a condition, one with its property as only placeholder
 * @param isCondition whether it is a condition
 */
record TemplateSite(Class<?> type, Class<?> annotated, Template template, boolean isCondition) {

    /** Of a template. */
    TemplateSite(Class<?> type, Class<?> annotated, Template template) {
        this(type, annotated, template, false);
    }

    boolean isOnlyPlaceholder() {
        return isCondition
                || (template.properties().size() == 1
                        && template.properties().get(0).size() == 1);
    }

    /** Starts every error about an annotation. */
    static String where(Class<?> type, Class<?> annotated) {
        return "@PublishTo on " + annotated.getTypeName()
                + (annotated == type ? "" : " (for " + type.getTypeName() + ")") + ": ";
    }

    @Override
    public String toString() {
        String text = template.toString();
        return where(type, annotated)
                + (isCondition
                        ? "the condition '" + text.substring(1, text.length() - 1) + "'"
                        : "the template '" + text + "'");
    }
}
