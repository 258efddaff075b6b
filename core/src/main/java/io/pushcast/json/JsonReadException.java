package io.pushcast.json;

import java.lang.reflect.Type;
import java.util.List;

/**
 * Thrown when a text that should be JSON is none, or is nested too deep. It says where, and not what stands there: the text
 * may be somebody's message. For the same reason it has no cause.
 */
public final class JsonReadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * With where it stops being JSON.
     *
     * @param line the line, from 1
     * @param column the column, from 1
     * @param reason why it is none, in a few words that quote nothing of it
     */
    public JsonReadException(int line, int column, String reason) {
        super("This is no JSON at line " + line + ", column " + column + ": " + reason);
    }

    /**
     * With what does not fit a type.
     *
     * @param type as what it was to be read
     * @param path the names of properties that lead to what does not fit; empty for the whole
     * @param reason why it does not fit, in a few words that quote nothing of it
     */
    public JsonReadException(Type type, List<String> path, String reason) {
        super("This JSON can't be read as " + type.getTypeName()
                + (path.isEmpty() ? "" : ", at its property " + String.join(".", path)) + ": " + reason);
    }
}
