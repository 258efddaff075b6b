package io.pushcast.json;

import org.jspecify.annotations.Nullable;

/** Thrown when a text that should be JSON is none, or is nested too deep. */
public final class JsonReadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * With where it stops being JSON.
     *
     * @param line the line, from 1
     * @param column the column, from 1
     * @param reason why it is none, in a few words
     * @param cause what the JSON library threw; null if it took the text for JSON
     */
    public JsonReadException(int line, int column, String reason, @Nullable Throwable cause) {
        super("This is no JSON at line " + line + ", column " + column + ": " + reason, cause);
    }
}
