package io.pushcast.testing.assertj;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import io.pushcast.json.JsonCodec;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An expected payload, compared as JSON: neither spaces nor the order of members count, nor how a number is written.
 * Numbers are compared to their last digit.
 */
final class ExpectedPayload {

    private static final Gson GSON =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    private final String text;
    private final JsonElement json;

    private ExpectedPayload(String text, JsonElement json) {
        this.text = text;
        this.json = json;
    }

    /**
     * A string is taken for JSON; anything else is written as JSON, as the publisher would.
     *
     * @param codec writes what is no string; null for the library on the class path
     */
    static ExpectedPayload of(Object expected, @Nullable JsonCodec codec) {
        if (!(expected instanceof String given)) {
            return of((codec == null ? JsonCodec.detect() : codec).write(expected), codec);
        }
        JsonElement json = parse(given);
        if (json == null) {
            throw new IllegalArgumentException("The expected payload must be JSON, and this is none: " + given
                    + "; a JSON string has quotes of its own, \"\\\"…\\\"\"");
        }
        return new ExpectedPayload(given, json);
    }

    boolean matches(String data) {
        JsonElement actual = parse(data);
        return actual != null && isSame(json, actual);
    }

    private static boolean isSame(JsonElement one, JsonElement other) {
        if (one instanceof JsonObject object) {
            return other instanceof JsonObject otherObject && isSame(object, otherObject);
        }
        if (one instanceof JsonArray array) {
            return other instanceof JsonArray otherArray && isSame(array, otherArray);
        }
        if (one instanceof JsonPrimitive number && number.isNumber()) {
            return other instanceof JsonPrimitive otherNumber
                    && otherNumber.isNumber()
                    && isSameNumber(number, otherNumber);
        }
        return one.equals(other);
    }

    private static boolean isSame(JsonObject one, JsonObject other) {
        return one.keySet().equals(other.keySet())
                && one.keySet().stream().allMatch(name -> isSame(one.get(name), other.get(name)));
    }

    private static boolean isSame(JsonArray one, JsonArray other) {
        return one.size() == other.size()
                && IntStream.range(0, one.size()).allMatch(i -> isSame(one.get(i), other.get(i)));
    }

    /** Gson compares numbers as doubles, to which large ids are all the same. */
    private static boolean isSameNumber(JsonPrimitive one, JsonPrimitive other) {
        try {
            return one.getAsBigDecimal().compareTo(other.getAsBigDecimal()) == 0;
        } catch (NumberFormatException e) {
            // JSON has numbers with exponents that BigDecimal does not take.
            return one.getAsString().equals(other.getAsString());
        }
    }

    @Override
    public String toString() {
        return text;
    }

    private static @Nullable JsonElement parse(String text) {
        try {
            return GSON.fromJson(text, JsonElement.class);
        } catch (JsonParseException e) {
            return null;
        }
    }
}
