package io.pushcast.quarkus.test;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the application against a Pusher server inside the test's JVM, which tests can ask what it received, and have fail.
 * It is injected into the test's fields of its type; also for {@code @QuarkusIntegrationTest}:
 *
 * <pre>{@code
 * @QuarkusTest
 * @WithTestResource(EmbeddedPusherResource.class)
 * class OrdersTest {
 *     EmbeddedPusher server;
 * }
 * }</pre>
 *
 * <p>{@code quarkus.pushcast.url} is set to the server's, which overrides whatever app the application configures. No Dev
 * Service is needed then; one that is started all the same is not used.
 */
public class EmbeddedPusherResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable EmbeddedPusher server;

    /** For Quarkus. */
    public EmbeddedPusherResource() {}

    @Override
    public Map<String, String> start() {
        EmbeddedPusher started = EmbeddedPusher.start();
        server = started;
        PusherApp app = started.app();
        Map<String, String> properties = new HashMap<>();
        // The application may give its app by these, and an app that is named twice is an error.
        for (String single : List.of("app-id", "key", "secret", "cluster", "host", "port", "tls", "path-prefix")) {
            properties.put("quarkus.pushcast." + single, "");
        }
        properties.put(
                "quarkus.pushcast.url",
                "http://" + app.key() + ":" + app.secret() + "@" + app.host() + ":" + app.port() + "/apps/"
                        + app.appId());
        properties.put("quarkus.pushcast.server", app.server().name().toLowerCase(Locale.ROOT));
        return properties;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(server, new TestInjector.MatchesType(EmbeddedPusher.class));
    }

    @Override
    public void stop() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
