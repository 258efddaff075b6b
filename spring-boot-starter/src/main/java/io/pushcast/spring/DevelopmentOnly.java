package io.pushcast.spring;

import io.pushcast.testing.EmbeddedPusher;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/** Where a server for development and tests may run: what it takes never reaches the application's users. */
final class DevelopmentOnly {

    private static final Logger log = LoggerFactory.getLogger(DevelopmentOnly.class);

    private static final Set<String> PRODUCTION = Set.of("prod", "production", "live");
    private static final Set<String> DEVELOPMENT = Set.of("dev", "develop", "development", "local", "test");

    /** Of libraries that are there in tests and development alone. */
    private static final String[] LIBRARIES = {
        "org.springframework.boot.test.context.SpringBootTest", "org.springframework.boot.devtools.restart.Restarter"
    };

    private DevelopmentOnly() {}

    /** @throws PushcastConfigurationException with a production profile, unless a property asks for the server */
    static void require(Environment environment) {
        Arrays.stream(environment.getActiveProfiles())
                .filter(profile -> PRODUCTION.contains(profile.toLowerCase(Locale.ROOT)))
                .filter(profile -> !environment.containsProperty("pushcast.embedded.enabled"))
                .findFirst()
                .ifPresent(profile -> {
                    throw new PushcastConfigurationException(
                            "No Pusher app is configured, and with the profile '" + profile
                                    + "' no server for development and tests is started in its place.",
                            "Set pushcast.app-id, pushcast.key, pushcast.secret and pushcast.cluster (is one of them misspelt?)."
                                    + " Keep pushcast-testing out of production, or set pushcast.embedded.enabled=true"
                                    + " if nobody is to receive what is published.");
                });
    }

    /** Says in the log what runs there, louder where it should not. */
    static void announce(EmbeddedPusher server, Environment environment, @Nullable ClassLoader classes) {
        boolean expected = Arrays.stream(LIBRARIES).anyMatch(type -> ClassUtils.isPresent(type, classes))
                || Arrays.stream(environment.getActiveProfiles())
                        .anyMatch(profile -> DEVELOPMENT.contains(profile.toLowerCase(Locale.ROOT)));
        log.atLevel(expected ? Level.INFO : Level.WARN)
                .log(
                        "No Pusher app is configured, so a server for development and tests was started. Connect with"
                                + " new Pusher('{}', {wsHost: '{}', wsPort: {}, forceTLS: false, cluster: ''}). To publish to"
                                + " a real one, set pushcast.app-id, key, secret and cluster; to have none started, set"
                                + " pushcast.embedded.enabled=false",
                        server.key(),
                        server.host(),
                        server.port());
    }
}
