package io.pushcast.json;

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
}
