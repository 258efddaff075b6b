package io.pushcast.json;

import io.pushcast.text.LogText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Thrown by {@code publish} when a payload can't be written as JSON. Nothing was sent. */
public final class JsonWriteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 6;
    private static final int MOST_REASON = 1_000;
    private static final int SUSPICIOUSLY_DEEP = 100;

    /**
     * With the payload's class, and where in it there is what can't be written.
     *
     * @param value the payload; of it, only the class is shown
     * @param path the properties and indices that lead there; empty if it is the payload itself or not known
     * @param reason why it can't be written, in a few words
     * @param cause what the JSON library threw; null if nothing
     */
    public JsonWriteException(@Nullable Object value, List<String> path, String reason, @Nullable Throwable cause) {
        super(
                (value == null ? "null" : value.getClass().getTypeName()) + " can't be written as JSON: "
                        + LogText.line(reason, MOST_REASON) + where(path),
                cause);
    }

    private static String where(List<String> path) {
        if (path.isEmpty()) {
            return "";
        }
        String shown = String.join(".", path.subList(0, Math.min(path.size(), SHOWN)));
        return " (at " + shown + (path.size() > SHOWN ? "…" : "")
                + (path.size() > SUSPICIOUSLY_DEEP
                        ? "; it goes on like this for " + path.size()
                                + " steps, so there is an object that refers back to itself"
                        : "")
                + ")";
    }
}
