package io.pushcast.testing.protocol;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as the standard has it, where Gson by default takes more. */
public final class StrictJson {

    private static final Gson GSON = new GsonBuilder()
            .setStrictness(Strictness.STRICT)
            .serializeNulls()
            .disableHtmlEscaping()
            .create();

    private StrictJson() {}

    /** Thrown for a text that is not what was asked for; the message goes on the words "it must be". */
    public static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    public static JsonObject object(byte[] utf8) throws MalformedException {
        try {
            return object(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedException("a JSON object in UTF-8, and these bytes are no UTF-8");
        }
    }

    public static JsonObject object(String text) throws MalformedException {
        JsonElement element;
        try {
            element = GSON.fromJson(text, JsonElement.class);
        } catch (JsonParseException e) {
            throw new MalformedException("a JSON object, and this is no JSON: " + reason(e));
        }
        if (element == null) {
            throw new MalformedException("a JSON object, and it is empty");
        }
        if (!element.isJsonObject()) {
            throw new MalformedException("a JSON object, not " + kind(element));
        }
        return element.getAsJsonObject();
    }

    public static JsonObject object(Map<String, ?> members) {
        return GSON.toJsonTree(members).getAsJsonObject();
    }

    public static String write(JsonElement element) {
        return GSON.toJson(element);
    }

    /** The text under a name; null if there is nothing under it, or JSON's null. */
    public static @Nullable String text(JsonObject object, String name) throws MalformedException {
        JsonElement value = object.get(name);
        if (value == null || value.isJsonNull()) {
            return null;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            throw new MalformedException("a string, not " + kind(value));
        }
        return value.getAsString();
    }

    /** What a value is, in words. */
    public static String kind(JsonElement value) {
        if (value.isJsonNull()) {
            return "null";
        }
        if (value.isJsonObject()) {
            return "an object";
        }
        if (value.isJsonArray()) {
            return "an array";
        }
        if (value.getAsJsonPrimitive().isString()) {
            return "a string";
        }
        return value.getAsJsonPrimitive().isNumber() ? "a number" : "a boolean";
    }

    private static String reason(JsonParseException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        String message = String.valueOf(cause.getMessage());
        // What follows points at Gson's own documentation, which does not help whoever wrote the JSON.
        return message.lines().findFirst().orElse("");
    }
}
