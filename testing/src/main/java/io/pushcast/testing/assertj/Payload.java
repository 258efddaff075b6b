package io.pushcast.testing.assertj;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import io.pushcast.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/** An expected payload, compared as JSON: neither spaces nor the order of members count. */
final class Payload {

    private static final Gson GSON =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    private final String text;
    private final JsonElement json;

    private Payload(String text, JsonElement json) {
        this.text = text;
        this.json = json;
    }

    /** A string is taken for JSON; anything else is written as JSON, as the publisher would. */
    static Payload of(Object expected) {
        if (!(expected instanceof String given)) {
            return of(JsonCodec.detect().write(expected));
        }
        JsonElement json = parse(given);
        if (json == null) {
            throw new IllegalArgumentException("The expected payload must be JSON, and this is none: " + given
                    + "; a JSON string has quotes of its own, \"\\\"…\\\"\"");
        }
        return new Payload(given, json);
    }

    boolean matches(String data) {
        return json.equals(parse(data));
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
