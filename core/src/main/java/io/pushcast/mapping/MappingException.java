package io.pushcast.mapping;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when it can't be said where an event goes, because of the program and not of the event's values: a type that
 * nothing maps, a template that names no property, a mapping that returns nothing, a getter that throws. The message
 * names the type and says what would be right.
 */
public final class MappingException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** With what was wrong and what would be right. */
    public MappingException(String message) {
        super(message);
    }

    /** With what was wrong and what would be right, and what went wrong below, if anything did. */
    public MappingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
