package io.pushcast.spring;

import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;

/**
 * Changes how {@link Pushcast} publishers are built, beyond what properties say. Beans of this type are called in their order,
 * after the properties and the other beans have been applied, for each app. What is meant for one app only, or differs between
 * them, overrides {@link #customize(PushcastBuilder, String)} as well.
 *
 * <pre>{@code
 * @Bean
 * PushcastBuilderCustomizer metrics(CircuitBreakerRegistry registry) {
 *     return builder -> builder.resilience(
 *             ResilienceSettings.builder().circuitBreakerRegistry(registry).build());
 * }
 * }</pre>
 *
 * <p>The builder has a transport already: what publishes elsewhere is a bean of type
 * {@link io.pushcast.pusher.PusherApp PusherApp} or {@link io.pushcast.transport.Transport Transport}.
 */
@FunctionalInterface
public interface PushcastBuilderCustomizer {

    /** Changes the builder of a publisher: of the app without a name, and by default of each with a name, too. */
    void customize(PushcastBuilder builder);

    /**
     * Changes the builder of the publisher of an app with a name, see {@code pushcast.apps}. By default as that
     * of the one without.
     *
     * @param app the name
     */
    default void customize(PushcastBuilder builder, String app) {
        customize(builder);
    }
}
