package io.pushcast.quarkus.deployment;

import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Pushcast: what is decided when the application is built. */
@ConfigMapping(prefix = "quarkus.pushcast")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface PushcastBuildTimeConfig {

    /** The endpoint that authorises subscriptions to private and presence channels. */
    AuthConfig auth();

    /** A Pusher server for development and tests. */
    DevServicesConfig devservices();

    /** The endpoint that authorises subscriptions to private and presence channels. */
    interface AuthConfig {

        /** Whether there is the endpoint. */
        @WithDefault("true")
        boolean enabled();

        /** The endpoint's path, under `quarkus.http.root-path`. */
        @WithDefault("/pusher/auth")
        String path();
    }

    /** A Pusher server for development and tests. */
    interface DevServicesConfig {

        /**
         * Whether a Pusher server is started in dev and test mode if no app is configured. It runs inside the JVM and needs
         * no container.
         */
        @WithDefault("true")
        boolean enabled();

        /** The port that the server listens on; 0 takes a free one. */
        @WithDefault("0")
        int port();
    }
}
