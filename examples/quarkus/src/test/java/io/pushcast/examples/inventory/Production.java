package io.pushcast.examples.inventory;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** What the application as it is delivered is started with. */
public final class Production implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of("SESSION_KEY", "the-same-for-all-instances");
    }

    @Override
    public void stop() {}
}
