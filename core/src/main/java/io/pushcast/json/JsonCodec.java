package io.pushcast.json;

import org.jspecify.annotations.Nullable;

/** Writes payloads as JSON. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface JsonCodec {

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
