package io.pushcast;

/** Looks at the text of a JSON object that a JSON library has just written, without reading it once more. */
final class JsonObjectText {

    private static final String WHITE_SPACE = " \t\r\n";

    private JsonObjectText() {}

    static boolean isObject(String json) {
        int start = skipWhiteSpace(json, 0);
        return start < json.length() && json.charAt(start) == '{';
    }

    /** Whether the object itself, not one within it, has a member of this name, which needs no escape in JSON. */
    static boolean has(String object, String name) {
        String quoted = '"' + name + '"';
        return object.contains(quoted) && hasMember(object, quoted);
    }

    private static boolean hasMember(String object, String quoted) {
        int depth = 0;
        int i = 0;
        while (i < object.length()) {
            char c = object.charAt(i);
            if (c == '"') {
                int end = endOfString(object, i);
                if (depth == 1
                        && object.startsWith(quoted, i)
                        && end == i + quoted.length()
                        && isColonNext(object, end)) {
                    return true;
                }
                i = end;
                continue;
            }
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            i++;
        }
        return false;
    }

    /** The position behind the string that begins at {@code start}. */
    private static int endOfString(String json, int start) {
        int i = start + 1;
        while (i < json.length() && json.charAt(i) != '"') {
            i += json.charAt(i) == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private static boolean isColonNext(String json, int from) {
        int next = skipWhiteSpace(json, from);
        return next < json.length() && json.charAt(next) == ':';
    }

    /** The object with one more member, behind all others. */
    static String with(String object, String name, String value) {
        int close = object.lastIndexOf('}');
        int first = skipWhiteSpace(object, object.indexOf('{') + 1);
        return new StringBuilder(object.length() + name.length() + value.length() + 4)
                .append(object, 0, close)
                .append(first == close ? "\"" : ",\"")
                .append(name)
                .append("\":")
                .append(value)
                .append('}')
                .toString();
    }

    private static int skipWhiteSpace(String json, int from) {
        int i = from;
        while (i < json.length() && WHITE_SPACE.indexOf(json.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }
}
