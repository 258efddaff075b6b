package io.pushcast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.json.jackson2.Jackson2Codec;
import io.pushcast.json.jackson3.Jackson3Codec;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonCodecTest {

    private static final String JACKSON_2 = "com.fasterxml.jackson.databind.";
    private static final String JACKSON_3 = "tools.jackson.";

    public static final class PreferredProvider implements JsonCodecProvider {

        @Override
        public Optional<JsonCodec> codec() {
            return Optional.of(value -> "preferred");
        }

        @Override
        public int preference() {
            return 100;
        }
    }

    @Test
    void isThatOfJackson3IfBothAreThere() {
        assertThat(JsonCodec.detect()).isInstanceOf(Jackson3Codec.class);
    }

    @Test
    void isThatOfTheJacksonThatIsThere() throws Exception {
        assertThat(detectedWithout(JACKSON_2)).isEqualTo(Jackson3Codec.class.getName());
        assertThat(detectedWithout(JACKSON_3)).isEqualTo(Jackson2Codec.class.getName());
    }

    @Test
    void isMissedWithAdvice() {
        assertThatThrownBy(() -> detectedWithout(JACKSON_2, JACKSON_3))
                .isInstanceOf(InvocationTargetException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "There is no library that writes JSON: add tools.jackson.core:jackson-databind (Jackson 3) or"
                                + " com.fasterxml.jackson.core:jackson-databind (Jackson 2) to the class path, or give a JsonCodec"
                                + " of your own");
    }

    @Test
    void isThatOfAProviderThatThePreferenceIsFor(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(JsonCodecProvider.class.getName()), PreferredProvider.class.getName());

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, JsonCodecTest.class.getClassLoader())) {
            assertThat(JsonCodec.detect(loader).write(1)).isEqualTo("preferred");
        }
    }

    @Test
    void isFoundWhateverTheContextClassLoader() throws Exception {
        try (URLClassLoader child = new URLClassLoader(new URL[0], JsonCodecTest.class.getClassLoader());
                URLClassLoader otherWorld = new Filtering("nothing")) {
            for (ClassLoader context : Arrays.asList(null, ClassLoader.getPlatformClassLoader(), child, otherWorld)) {
                assertThat(detectedWithContext(context)).isInstanceOf(Jackson3Codec.class);
            }
            assertThat(JsonCodecs.loader(child)).isSameAs(child);
            assertThat(JsonCodecs.loader(otherWorld)).isSameAs(JsonCodec.class.getClassLoader());
        }
    }

    private static JsonCodec detectedWithContext(ClassLoader context) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(context);
        try {
            return JsonCodec.detect();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static String detectedWithout(String... packages) throws Exception {
        try (URLClassLoader loader = new Filtering(packages)) {
            Object codec = loader.loadClass(JsonCodec.class.getName())
                    .getMethod("detect")
                    .invoke(null);
            assertThat(codec.getClass().getClassLoader()).isSameAs(loader);
            return codec.getClass().getName();
        }
    }

    /** The class path once more, but for some packages. */
    private static final class Filtering extends URLClassLoader {

        private final List<String> missing;

        Filtering(String... missing) {
            super(classPath(), ClassLoader.getPlatformClassLoader());
            this.missing = List.of(missing);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (missing.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            return super.findClass(name);
        }

        private static URL[] classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Filtering::url)
                    .toArray(URL[]::new);
        }

        private static URL url(String path) {
            try {
                return Path.of(path).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }
    }

    @Test
    void aLambdaCanOnlyWrite() {
        JsonCodec writer = value -> "1";

        assertThatThrownBy(() -> writer.read("1"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("can only write JSON")
                .hasMessageContaining("read(String)");
    }
}
