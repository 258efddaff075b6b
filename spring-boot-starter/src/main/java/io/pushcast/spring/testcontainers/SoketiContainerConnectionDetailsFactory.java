package io.pushcast.spring.testcontainers;

import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.ServerProfile;
import io.pushcast.spring.PushcastConnectionDetails;
import java.util.List;
import java.util.Map;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;
import org.testcontainers.containers.Container;

/**
 * Publishes to a soketi server in a container that is annotated with {@code @ServiceConnection}: to its default app, whose id, key and
 * secret the container's {@code SOKETI_DEFAULT_APP_…} variables may change. A container that is a bean needs the name, as in
 * {@code @ServiceConnection(name = "soketi")}, since Spring Boot does not look at the image of beans.
 */
final class SoketiContainerConnectionDetailsFactory
        extends ContainerConnectionDetailsFactory<Container<?>, PushcastConnectionDetails> {

    private static final int PORT = 6001;

    /** For {@code spring.factories}. */
    SoketiContainerConnectionDetailsFactory() {
        super(List.of("soketi", "soketi/soketi"));
    }

    @Override
    protected PushcastConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
        return new SoketiDetails(source);
    }

    private static final class SoketiDetails extends ContainerConnectionDetails<Container<?>>
            implements PushcastConnectionDetails {

        SoketiDetails(ContainerConnectionSource<Container<?>> source) {
            super(source);
        }

        @Override
        public PusherApp app() {
            Container<?> container = getContainer();
            Map<String, String> variables = container.getEnvMap();
            return PusherApp.builder()
                    .appId(variables.getOrDefault("SOKETI_DEFAULT_APP_ID", "app-id"))
                    .key(variables.getOrDefault("SOKETI_DEFAULT_APP_KEY", "app-key"))
                    .secret(variables.getOrDefault("SOKETI_DEFAULT_APP_SECRET", "app-secret"))
                    .host(container.getHost())
                    .port(container.getMappedPort(PORT))
                    .tls(false)
                    .server(ServerProfile.SOKETI)
                    .build();
        }
    }
}
