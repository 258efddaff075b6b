package io.pushcast.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Applications are reloaded in a running JVM: by development tools, and in application servers. */
class ClassLoaderTest {

    @PublishTo(channel = "private-orders.{orderId}.{payload.empty}")
    public static class Reloaded {

        public String getOrderId() {
            return "o-1";
        }

        // Looked up on a class of the JDK, which lives as long as the JVM.
        public Object getPayload() {
            return "text";
        }
    }

    private final EventMappings mappings = EventMappings.builder()
            .route(StringBuilder.class, text -> Route.to("texts"))
            .build();

    @Test
    void ofEventsIsNotKeptAlive() throws Exception {
        WeakReference<ClassLoader> loader = publishFromAnotherLoader(mappings);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            System.gc();
            assertThat(loader.get()).isNull();
        });
        assertThat(mappings.isMapped(StringBuilder.class)).isTrue();
    }

    @Test
    void ofFunctionsIsNotKeptAliveByAClassOfTheJdk() {
        WeakReference<Object> held = publishWithFunctionThatHoldsOnToItsMappings();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            System.gc();
            assertThat(held.get()).isNull();
        });
    }

    private static WeakReference<ClassLoader> publishFromAnotherLoader(EventMappings mappings) throws Exception {
        ClassLoader loader = new Redefining();
        Object event = loader.loadClass(Reloaded.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        assertThat(event).isNotInstanceOf(Reloaded.class);
        assertThat(mappings.routesOf(event).get(0).channels()).hasToString("[private-orders.o-1.false]");
        return new WeakReference<>(loader);
    }

    private static WeakReference<Object> publishWithFunctionThatHoldsOnToItsMappings() {
        EventMappings[] itself = new EventMappings[1];
        itself[0] = EventMappings.builder()
                .route(StringBuilder.class, text -> Route.to("texts." + itself.length))
                .build();
        assertThat(itself[0].routesOf(new StringBuilder("text"))).hasSize(1);
        return new WeakReference<>(itself);
    }

    /** Defines the event's class, and the one around it, anew, as a reload does. */
    private static final class Redefining extends ClassLoader {

        Redefining() {
            super(ClassLoaderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(ClassLoaderTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
