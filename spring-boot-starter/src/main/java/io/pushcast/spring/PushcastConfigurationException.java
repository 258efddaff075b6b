package io.pushcast.spring;

import java.util.function.Supplier;
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

    /**
     * What is made of properties; what is said against one of their values comes with their prefix.
     *
     * @param prefix of the properties, such as {@code pushcast.delivery}
     * @param settings throws {@link IllegalArgumentException} if a value is not allowed
     * @throws PushcastConfigurationException if a value is not allowed
     */
    public static <T> T checked(String prefix, Supplier<T> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new PushcastConfigurationException(
                    "A property under " + prefix + " has a value that is not allowed: " + e.getMessage() + ".",
                    "Correct that property under " + prefix + ".",
                    e);
        }
    }

    /**
     * Checks the path of an endpoint.
     *
     * @param property that the path is set in
     * @throws PushcastConfigurationException if the path does not begin with a slash
     */
    public static void requirePath(String property, String path) {
        if (!path.startsWith("/")) {
            throw new PushcastConfigurationException(
                    "'" + path + "' in " + property + " is no path.", "Let it begin with a slash.");
        }
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
