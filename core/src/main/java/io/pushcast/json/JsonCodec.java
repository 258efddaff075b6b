package io.pushcast.json;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes payloads as JSON, and reads what servers send. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface JsonCodec {

    /** How deep what is read may be nested. */
    int MAX_DEPTH = 100;

    /** How many zeros a number that is read may stand for: what would take for ever to write out is none for us. */
    int MAX_EXPONENT = 1_000;

    /**
     * The value as one JSON text.
     *
     * <p>Every value is data: a {@code String} becomes a JSON string, in quotes, even if it looks like JSON itself
     * (hand in the library's own tree, such as a {@code JsonNode}, to publish what is JSON already), and null becomes
     * {@code null}.
     *
     * @throws JsonWriteException if the value can't be written
     */
    String write(@Nullable Object value);

    /**
     * The value of one JSON text, as the JSON standard has it, in Java's own types: an object is a {@code Map<String,
     * Object>} in the text's order (of members with the same name, the last counts), an array a {@code List<Object>}, and
     * a number a {@code Long}, or a {@code BigDecimal} if it is not whole or does not fit. No class is ever chosen by the
     * text, and the settings of the application's own mapper don't matter.
     *
     * <p>Only webhooks and queries read. A codec that can only write, such as a lambda, has this method throw.
     *
     * @throws JsonReadException if the text is not one JSON value, or is nested deeper than {@link #MAX_DEPTH}, or has
     *     a number with an exponent beyond {@link #MAX_EXPONENT}
     * @throws UnsupportedOperationException if this codec can only write
     */
    default @Nullable Object read(String json) {
        throw new UnsupportedOperationException("The JsonCodec " + getClass().getName()
                + " can only write JSON; to read webhooks and answers to queries, it must implement read(String), or use"
                + " JsonCodec.detect()");
    }

    /**
     * The value of one JSON text as an object of this type, as the application's own mapper reads it. Properties that the type
     * does not have are left out, whatever that mapper is set to, so that a publisher may add some.
     *
     * <p>Only a subscriber reads so. A codec that can only write, such as a lambda, has this method throw.
     *
     * @param type a class, or a type with parameters such as {@code List<String>}
     * @throws JsonReadException if the text is not JSON, or does not fit the type
     * @throws UnsupportedOperationException if this codec can only write
     */
    default @Nullable Object read(String json, Type type) {
        throw new UnsupportedOperationException("The JsonCodec " + getClass().getName()
                + " can only write JSON; to receive events as objects, it must implement read(String, Type), or use"
                + " JsonCodec.detect()");
    }

    /**
     * The names of the properties that objects of a class are written with, so that an empty payload can be explained; empty if
     * this codec does not know, or does not write them as objects with properties.
     */
    default Optional<Set<String>> writtenProperties(Class<?> type) {
        return Optional.empty();
    }

    /**
     * The codec of the JSON library that is there: Jackson 3, or else Jackson 2, unless a {@link JsonCodecProvider}
     * with a higher preference has one. Looks with the thread's context class loader if that knows this library, else
     * with this library's own.
     *
     * @throws IllegalStateException if there is none; the message says what to add
     */
    static JsonCodec detect() {
        return JsonCodecs.detect(JsonCodecs.loader(Thread.currentThread().getContextClassLoader()));
    }

    /**
     * As {@link #detect()}, with the providers that this class loader finds.
     *
     * @throws IllegalStateException if there is none; the message says what to add
     */
    static JsonCodec detect(ClassLoader loader) {
        return JsonCodecs.detect(loader);
    }
}
