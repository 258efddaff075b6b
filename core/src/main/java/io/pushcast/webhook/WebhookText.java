package io.pushcast.webhook;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonReadException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the text of a webhook into those of its parts, and leaves it to others to read these: a part that a JSON library
 * does not take, since a client chose a number that is out of range or nested its data too deep, spoils no other.
 */
final class WebhookText {

    private static final String WHITE_SPACE = " \t\r\n";

    private final String text;
    private int position;

    private WebhookText(String text) {
        this.text = text;
    }

    /**
     * The members of an object, each as it is written; of several with the same name, the last.
     *
     * @param json reads their names
     * @return null if the text is no JSON object; what the members are is not looked at
     * @throws JsonReadException if a name is none
     */
    static @Nullable Map<String, String> members(String object, JsonCodec json) {
        return new WebhookText(object).members(json);
    }

    /** The elements of an array, each as it is written; null if the text is no JSON array, whatever its elements are. */
    static @Nullable List<String> elements(String array) {
        return new WebhookText(array).elements();
    }

    private @Nullable Map<String, String> members(JsonCodec json) {
        Map<String, String> members = new LinkedHashMap<>();
        if (!takes('{')) {
            return null;
        }
        if (takes('}')) {
            return isAtEnd() ? members : null;
        }
        do {
            skipWhiteSpace();
            int start = position;
            if (!takesString()) {
                return null;
            }
            String name = String.valueOf(json.read(text.substring(start, position)));
            if (!takes(':')) {
                return null;
            }
            members.put(name, value());
        } while (takes(','));
        return takes('}') && isAtEnd() ? members : null;
    }

    private @Nullable List<String> elements() {
        List<String> elements = new ArrayList<>();
        if (!takes('[')) {
            return null;
        }
        if (takes(']')) {
            return isAtEnd() ? elements : null;
        }
        do {
            String element = value();
            if (element.isEmpty()) {
                return null;
            }
            elements.add(element);
        } while (takes(','));
        return takes(']') && isAtEnd() ? elements : null;
    }

    /** All up to the comma or bracket that ends it, which is no part of it or of what is within it. */
    private String value() {
        skipWhiteSpace();
        int start = position;
        int end = start;
        int depth = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '"') {
                takesString();
                end = position;
                continue;
            }
            boolean closes = c == '}' || c == ']';
            if (depth == 0 && (closes || c == ',')) {
                break;
            }
            depth += c == '{' || c == '[' ? 1 : closes ? -1 : 0;
            position++;
            end = WHITE_SPACE.indexOf(c) < 0 ? position : end;
        }
        return text.substring(start, end);
    }

    private boolean takesString() {
        if (position >= text.length() || text.charAt(position) != '"') {
            return false;
        }
        position++;
        while (position < text.length() && text.charAt(position) != '"') {
            position += text.charAt(position) == '\\' ? 2 : 1;
        }
        position = Math.min(position + 1, text.length());
        return true;
    }

    private boolean takes(char expected) {
        skipWhiteSpace();
        boolean is = position < text.length() && text.charAt(position) == expected;
        position += is ? 1 : 0;
        return is;
    }

    private boolean isAtEnd() {
        skipWhiteSpace();
        return position == text.length();
    }

    private void skipWhiteSpace() {
        while (position < text.length() && WHITE_SPACE.indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }
}
