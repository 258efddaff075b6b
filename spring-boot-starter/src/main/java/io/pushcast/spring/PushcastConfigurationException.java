package io.pushcast.spring;

import org.jspecify.annotations.Nullable;

/**
 * Thrown at start when the application's configuration of Pushcast is wrong: properties that are missing or contradict each
 * other, a method for channels that can't be called. Spring Boot shows it as a failure with a description and an action. Thrown
 * later, to whoever publishes an event, if it is not clear through which publisher the event is to go.
 */
public final class PushcastConfigurationException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * With what to tell the person who starts the application.
     *
     * @param description what is wrong, with the names of the properties or methods
     * @param action what to do about it
     */
    public PushcastConfigurationException(String description, String action) {
        this(description, action, null);
    }

    /**
     * With what to tell the person who starts the application, and what went wrong below, if anything did.
     *
     * @param description what is wrong, with the names of the properties or methods
     * @param action what to do about it
     * @param cause what went wrong below, or null
     */
    public PushcastConfigurationException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
