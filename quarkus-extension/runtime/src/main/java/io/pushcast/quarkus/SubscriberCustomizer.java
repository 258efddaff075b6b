package io.pushcast.quarkus;

import io.pushcast.subscribe.SubscriberBuilder;

/** Changes the application's subscriber before it is built. Beans of this type are called. */
@FunctionalInterface
public interface SubscriberCustomizer {

    /** Changes it, such as to add handlers, a presence member or a proxy. */
    void customize(SubscriberBuilder subscriber);
}
