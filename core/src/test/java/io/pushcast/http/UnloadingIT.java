package io.pushcast.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** That nothing holds the class loader of an application that is undeployed. */
class UnloadingIT {

    @Test
    void leavesTwentyClassLoadersToTheGarbageCollector() throws Exception {
        // The JDK's own thread for timeouts, or it would keep the context class loader of the first application.
        new CompletableFuture<>().orTimeout(1, TimeUnit.NANOSECONDS);
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer(
                (request, connection) -> connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"))) {
            for (int i = 0; i < 20; i++) {
                loaders.add(deployAndUndeploy(server.port()));
            }
        }

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            System.gc();
            assertThat(loaders).noneMatch(loader -> loader.get() != null);
        });
    }

    private static WeakReference<ClassLoader> deployAndUndeploy(int port) throws Exception {
        try (ApplicationLoader loader = new ApplicationLoader()) {
            Thread.currentThread().setContextClassLoader(loader);
            Runnable application = (Runnable) loader.loadClass(Application.class.getName())
                    .getConstructor(int.class)
                    .newInstance(port);
            assertThat(application.getClass().getClassLoader()).isSameAs(loader);
            application.run();
            return new WeakReference<>(loader);
        } finally {
            Thread.currentThread().setContextClassLoader(UnloadingIT.class.getClassLoader());
        }
    }

    /** Sends one request, in the classes of its own loader. */
    public static final class Application implements Runnable {

        private final int port;

        public Application(int port) {
            this.port = port;
        }

        @Override
        public void run() {
            try (HttpClient client = new HttpClient(
                    HttpClientSettings.builder("localhost", port, false).build())) {
                if (Result.of(client, "/").status() != 200) {
                    throw new AssertionError("The request failed");
                }
            }
        }
    }

    /** Has its own Pushcast and Netty, as a web application has. */
    private static final class ApplicationLoader extends URLClassLoader {

        ApplicationLoader() throws Exception {
            super(classPath(), UnloadingIT.class.getClassLoader());
        }

        private static URL[] classPath() throws Exception {
            List<URL> urls = new ArrayList<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                urls.add(new File(entry).toURI().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.pushcast.") && !name.startsWith("io.netty.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
