package io.pushcast.json;

import java.util.Comparator;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the codec of the JSON library that is there. */
final class JsonCodecs {

    private JsonCodecs() {}

    static JsonCodec detect(ClassLoader loader) {
        return ServiceLoader.load(JsonCodecProvider.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt(JsonCodecProvider::preference).reversed())
                .map(JsonCodecProvider::codec)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "There is no library that writes JSON: add tools.jackson.core:jackson-databind (Jackson 3) or"
                                + " com.fasterxml.jackson.core:jackson-databind (Jackson 2) to the class path, or give a"
                                + " JsonCodec of your own"));
    }

    /** The context class loader, unless it is of another world, where this library is missing or there a second time. */
    static ClassLoader loader(@Nullable ClassLoader context) {
        ClassLoader own = JsonCodecs.class.getClassLoader();
        if (context == null) {
            return own;
        }
        try {
            boolean sameWorld = Class.forName(JsonCodec.class.getName(), false, context) == JsonCodec.class;
            return sameWorld ? context : own;
        } catch (ClassNotFoundException e) {
            return own;
        }
    }
}
