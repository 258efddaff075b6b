package io.pushcast.pusher;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the body of an answer says about its request. Only the members of the outermost object count: {@code {"channels":
 * {"error":{}}}} tells of a channel called {@code error}.
 *
 * @param isObject whether it is one JSON object, and nothing else; all servers that speak Pusher's protocol answer with one
 * @param saysNo whether the object says that the request failed: a member {@code error} or {@code errors} that is not empty,
 *     {@code ok} or {@code success} that is false, a {@code status} of a failure
 * @param code the member {@code code} beside an {@code error}, if it is at least 400; else 0
 */
record ResponseBody(boolean isObject, boolean saysNo, int code) {

    /** Nearly all answers to publications; those are not worth a parser. */
    private static final ResponseBody EMPTY_OBJECT = new ResponseBody(true, false, 0);

    private static final ResponseBody NO_OBJECT = new ResponseBody(false, false, 0);

    private static final Pattern CODE = Pattern.compile("[1-9]\\d{2,5}");
    private static final int FIRST_ERROR = 400;
    private static final Set<String> FAILURES = Set.of("error", "fail", "failed", "failure");

    /** Whether this can be the answer of a Pusher server that has accepted. */
    boolean isAcceptance() {
        return isObject && !saysNo;
    }

    static ResponseBody read(String body) {
        if (body.equals("{}")) {
            return EMPTY_OBJECT;
        }
        try (JsonReader json = new JsonReader(new StringReader(body))) {
            ResponseBody read = read(json);
            return json.peek() == JsonToken.END_DOCUMENT ? read : NO_OBJECT;
        } catch (IOException | IllegalStateException e) {
            // No JSON, or no object.
            return NO_OBJECT;
        }
    }

    private static ResponseBody read(JsonReader json) throws IOException {
        boolean error = false;
        boolean failed = false;
        int code = 0;
        json.beginObject();
        while (json.hasNext()) {
            switch (json.nextName()) {
                case "error", "errors" -> error |= isThere(json);
                case "ok", "success" -> failed |= isFalse(json);
                case "status" -> failed |= isFailure(text(json));
                case "code" -> code = code(text(json));
                default -> json.skipValue();
            }
        }
        json.endObject();
        return new ResponseBody(true, error || failed, error ? code : 0);
    }

    /** Whether there is something: not null, false, zero, or empty. */
    private static boolean isThere(JsonReader json) throws IOException {
        JsonToken token = json.peek();
        if (token == JsonToken.BEGIN_ARRAY || token == JsonToken.BEGIN_OBJECT) {
            return hasMembers(json, token);
        }
        String text = text(json);
        return !(text.isBlank() || text.equals("false") || text.equals("0"));
    }

    private static boolean hasMembers(JsonReader json, JsonToken start) throws IOException {
        boolean isArray = start == JsonToken.BEGIN_ARRAY;
        if (isArray) {
            json.beginArray();
        } else {
            json.beginObject();
        }
        boolean hasMembers = json.hasNext();
        while (json.hasNext()) {
            // Of an object, its names too.
            json.skipValue();
        }
        if (isArray) {
            json.endArray();
        } else {
            json.endObject();
        }
        return hasMembers;
    }

    private static boolean isFalse(JsonReader json) throws IOException {
        String text = text(json);
        return text.equals("false") || text.equals("0");
    }

    private static boolean isFailure(String status) {
        return FAILURES.contains(status.toLowerCase(Locale.ROOT)) || code(status) != 0;
    }

    private static int code(String text) {
        int code = CODE.matcher(text).matches() ? Integer.parseInt(text) : 0;
        return code >= FIRST_ERROR ? code : 0;
    }

    /** A text, number or truth value as text; empty for what is none. */
    private static String text(JsonReader json) throws IOException {
        return switch (json.peek()) {
            case STRING, NUMBER -> json.nextString();
            case BOOLEAN -> Boolean.toString(json.nextBoolean());
            default -> {
                json.skipValue();
                yield "";
            }
        };
    }
}
