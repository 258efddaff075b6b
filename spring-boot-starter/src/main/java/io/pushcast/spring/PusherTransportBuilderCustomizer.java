package io.pushcast.spring;

import io.pushcast.pusher.PusherTransport;

/**
 * Changes how the {@link PusherTransport}s that send to Pusher are built, beyond what properties say. Beans of this type are called in their order,
 * after the properties have been applied, for each app.
 */
@FunctionalInterface
public interface PusherTransportBuilderCustomizer {

    /** Changes the builder. */
    void customize(PusherTransport.Builder builder);
}
