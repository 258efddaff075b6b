package io.pushcast.spring.subscribe;

import io.pushcast.subscribe.SubscriberBuilder;

/** Changes the application's subscriber before it is built. Beans of this type are called in order. */
@FunctionalInterface
public interface SubscriberBuilderCustomizer {

    /** Changes it, such as to add handlers, a presence member or a proxy. */
    void customize(SubscriberBuilder subscriber);
}
