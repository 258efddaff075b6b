package io.pushcast.json;

import java.util.Optional;

/**
 * Makes a codec on one JSON library, if that is there. Found by {@link java.util.ServiceLoader}; must not need the JSON
 * library's classes for being loaded itself.
 */
public interface JsonCodecProvider {

    /** The preference of Jackson 3. */
    int JACKSON_3 = 30;

    /** The preference of Jackson 2. */
    int JACKSON_2 = 20;

    /** The codec, or empty if the library is not there. */
    Optional<JsonCodec> codec();

    /** Of several that are there, the one with the highest preference is taken. */
    int preference();

    /** Whether the class loader that loaded a type finds a class, which is not initialised by this. */
    static boolean isPresent(String className, Class<?> seenFrom) {
        try {
            Class.forName(className, false, seenFrom.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
