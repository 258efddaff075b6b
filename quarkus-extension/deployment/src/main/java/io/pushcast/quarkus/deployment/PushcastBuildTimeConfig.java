package io.pushcast.quarkus.deployment;

import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Pushcast: what is decided when the application is built. */
@ConfigMapping(prefix = "quarkus.pushcast")
@ConfigRoot(phase = ConfigPhase.BUILD_TIME)
public interface PushcastBuildTimeConfig {

    /** The endpoints that authorise subscriptions to private and presence channels, and sign users in. */
    AuthConfig auth();

    /** The endpoint that takes webhooks. */
    WebhookConfig webhook();

    /** A Pusher server for development and tests. */
    DevServicesConfig devservices();

    /** Messages stored in the application's database, in the transaction in which they are published. */
    OutboxBuildTimeConfig outbox();

    /** The health checks, in applications with SmallRye Health. */
    HealthBuildTimeConfig health();

    /** The meters, in applications with Micrometer. */
    MetricsConfig metrics();

    /** The spans, in applications with OpenTelemetry. */
    ObservationConfig observation();

    /** The endpoints that authorise subscriptions to private and presence channels, and sign users in. */
    interface AuthConfig {

        /** Whether there are the endpoints. */
        @WithDefault("true")
        boolean enabled();

        /**
         * The paths, under `quarkus.http.root-path`, of the endpoint that authorises subscriptions. Laravel Echo asks
         * `/broadcasting/auth` by default.
         */
        @WithDefault("/pusher/auth")
        List<String> path();

        /**
         * The paths, under `quarkus.http.root-path`, of the endpoint that signs users in. Laravel Echo asks
         * `/broadcasting/user-auth` by default.
         */
        @WithDefault("/pusher/user-auth")
        List<String> userPath();
    }

    /** The endpoint that takes webhooks. */
    interface WebhookConfig {

        /** Whether there is the endpoint, which everybody can reach. */
        @ConfigDocDefault("true if something observes `Webhook` or `WebhookEvent`")
        Optional<Boolean> enabled();

        /** The endpoint's path, under `quarkus.http.root-path`. */
        @WithDefault("/pusher/webhook")
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

        /**
         * The port that the server listens on in dev mode; 0 takes a free one, and so do tests always, which run beside dev mode
         * in continuous testing.
         */
        @WithDefault("0")
        int port();
    }

    /** Messages stored in the application's database, in the transaction in which they are published. */
    interface OutboxBuildTimeConfig {

        /**
         * Whether messages are stored in the transaction in which they are published, and delivered from there after the
         * commit, so that none is lost when the process dies. Needs a datasource of a JDBC extension.
         */
        @WithDefault("false")
        boolean enabled();

        /** The name of the datasource, which must be the one that the application's transactions write to. */
        @ConfigDocDefault("the default datasource")
        Optional<String> datasource();
    }

    /** The health checks, in applications with SmallRye Health. */
    interface HealthBuildTimeConfig {

        /** Whether there are the checks. */
        @WithDefault("true")
        boolean enabled();
    }

    /** The meters, in applications with Micrometer. */
    interface MetricsConfig {

        /** Whether there are the meters. */
        @WithDefault("true")
        boolean enabled();
    }

    /** The spans, in applications with OpenTelemetry. */
    interface ObservationConfig {

        /** Whether each message has a span, and the outbox keeps the trace in which it was published. */
        @WithDefault("true")
        boolean enabled();
    }
}
